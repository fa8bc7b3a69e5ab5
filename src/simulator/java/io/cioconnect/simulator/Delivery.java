package io.cioconnect.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A message to one person, with everything that will happen to it.
 *
 * @param type as the API names it: {@code twilio} where webhooks say {@code sms}
 * @param parent the fields that name the message it was created from, such as {@code campaign_id} and {@code action_id}
 * @param life in order of time, and only what happens to messages of this type
 */
public record Delivery(
        String id, Instant created, String type, Person person, Parent parent, String failure, List<Step> life) {
    private static final Set<String> WITHOUT_EVENT =
            Set.of("human_opened", "human_clicked", "prefetch_opened", "prefetch_clicked");

    /** The recipient. */
    public record Person(String id, String email, String cioId) {}

    /**
     * What it was created from: a field, such as {@code campaign_id}, its id, the id of the action or content in it, and the id of a
     * broadcast's trigger. An id is 0 if there is none.
     */
    public record Parent(String field, long id, long partId, long triggerId) {
        private static final List<String> FIELDS = List.of("campaign_id", "newsletter_id", "broadcast_id");

        /** The field of an event that names the part; rows of the API have no {@code template_id}. */
        String partField() {
            return switch (field) {
                case "newsletter_id" -> "content_id";
                case "transactional_message_id" -> "template_id";
                default -> "action_id";
            };
        }
    }

    /** One metric, at its time in full seconds. */
    public record Step(String metric, Instant at) {
        /** Whether a reporting webhook reports it. */
        public boolean isEvent() {
            return !WITHOUT_EVENT.contains(metric);
        }
    }

    /** What webhooks call the type. */
    public String objectType() {
        return type.equals("twilio") ? "sms" : type;
    }

    /** What happened until then. */
    public List<Step> lifeUntil(Instant now) {
        return life.stream().filter(step -> !step.at.isAfter(now)).toList();
    }

    Optional<Step> step(String metric) {
        return life.stream().filter(step -> step.metric.equals(metric)).findFirst();
    }

    String recipient() {
        return switch (type) {
            case "twilio" ->
                "+1555555" + String.format(Locale.ROOT, "%04d", Math.floorMod(person.id.hashCode(), 10_000));
            case "push" -> "device-token-" + person.id;
            case "in_app" -> person.id;
            default -> person.email;
        };
    }

    String subject() {
        return "Message " + parent.id + "/" + parent.partId;
    }

    /** The row of the API at that time. */
    ObjectNode json(Instant now, Privacy privacy) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        List<Step> happened = lifeUntil(now);
        Instant last = happened.isEmpty() ? created : happened.get(happened.size() - 1).at;
        json.put("id", id).put("deduplicate_id", id + ":" + last.getEpochSecond());
        json.put("created", created.getEpochSecond()).put("type", type);
        json.put("recipient", privacy == Privacy.KNOWN ? recipient() : null);
        json.put("subject", type.equals("in_app") ? null : subject());
        json.put("customer_id", privacy == Privacy.KNOWN ? person.id : null);
        json.set("customer_identifiers", privacy.identifiers(person));
        putParent(json);
        json.putNull("trigger_event_id");
        boolean hasFailed = happened.stream().anyMatch(step -> step.metric.matches("bounced|failed|dropped"));
        json.put("failure_message", hasFailed ? failure : null).put("forgotten", false);
        ObjectNode metrics = json.putObject("metrics");
        happened.forEach(step -> metrics.put(step.metric, step.at.getEpochSecond()));
        return json;
    }

    private void putParent(ObjectNode json) {
        json.putNull("action_id").putNull("parent_action_id").putNull("content_id");
        Parent.FIELDS.forEach(json::putNull);
        json.put(parent.field, parent.id);
        if (parent.partId > 0 && Parent.FIELDS.contains(parent.field)) {
            json.put(parent.partField(), parent.partId);
        }
        json.put("msg_template_id", parent.partId);
    }

    /** The body of the webhook event for one step. */
    ObjectNode event(Step step, String eventId, Privacy privacy) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("event_id", eventId).put("object_type", objectType()).put("metric", step.metric);
        json.put("timestamp", step.at.getEpochSecond());
        ObjectNode data = json.putObject("data");
        data.put("customer_id", privacy == Privacy.KNOWN ? person.id : "").put("delivery_id", id);
        data.set("identifiers", privacy.identifiers(person));
        putParentOfEvent(data);
        putWhatHappened(step.metric, data, privacy);
        return json;
    }

    private void putParentOfEvent(ObjectNode data) {
        data.put(parent.field, parent.id);
        if (parent.partId > 0) {
            data.put(parent.partField(), parent.partId).put("template_id", parent.partId);
        }
        if (parent.triggerId > 0) {
            data.put("trigger_id", parent.triggerId);
        }
    }

    /** Each channel has its own fields, and its own events that name no recipient. */
    private void putWhatHappened(String metric, ObjectNode data, Privacy privacy) {
        boolean isFailure = metric.matches("bounced|failed|dropped");
        boolean hasRecipient = type.equals("email")
                || !(metric.equals("failed")
                        || (type.equals("twilio") && metric.equals("dropped"))
                        || (type.equals("in_app") && metric.equals("opened")));
        if (type.equals("push") && hasRecipient) {
            ObjectNode device = data.putArray("recipients").addObject();
            device.put("device_id", recipient()).put("device_platform", "ios");
            if (isFailure) {
                device.put("failure_message", failure);
            }
        } else {
            if (hasRecipient) {
                data.put("recipient", privacy == Privacy.KNOWN ? recipient() : "");
            }
            if (isFailure) {
                data.put("failure_message", failure);
            }
        }
        if (type.equals("email")) {
            data.put("subject", subject());
        }
        if (metric.equals("clicked")) {
            data.put("href", "https://www.example.com/" + parent.id).put("link_id", parent.id);
        }
    }

    /** What is still known about a person. */
    enum Privacy {
        KNOWN,
        /** A deleted person keeps the {@code cio_id}. */
        DELETED,
        /** A suppressed person keeps nothing. */
        ANONYMOUS;

        ObjectNode identifiers(Person person) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("id", this == KNOWN ? person.id : null).put("email", this == KNOWN ? person.email : null);
            return json.put("cio_id", this == ANONYMOUS ? null : person.cioId);
        }
    }
}

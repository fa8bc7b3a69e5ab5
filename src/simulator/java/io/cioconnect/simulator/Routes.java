package io.cioconnect.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Which part of the simulator answers a request: key, then faults and moods, then the limit per second, then the real reply. */
final class Routes extends Handler.Abstract {
    private final CustomerIoSimulator simulator;
    private final Holds holds;
    private final MoodyJson json;
    private final MoodyCursors cursors;
    private final MoodyFaults moodyFaults;
    private final MoodyWebhooks webhooks;

    Routes(CustomerIoSimulator simulator, Holds holds) {
        this.simulator = simulator;
        this.holds = holds;
        this.json = new MoodyJson(simulator.moods());
        this.cursors = new MoodyCursors(simulator.moods());
        this.moodyFaults = new MoodyFaults(simulator.moods());
        this.webhooks = new MoodyWebhooks(simulator.reportingWebhooks(), simulator.moods());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback)
            throws IOException, InterruptedException {
        String query = request.getHttpURI().getQuery();
        RequestLog.Line line = simulator
                .requests()
                .begin(request.getMethod(), request.getHttpURI().getPath(), query == null ? "" : query);
        try {
            serve(request, new Answering(request, response, line, holds, simulator.moods(), json));
            callback.succeeded();
        } catch (Answering.Reset e) {
            reset(request);
            callback.failed(new EofException(e)); // Jetty does not log this one
        }
        return true;
    }

    private void serve(Request request, Answering answering) throws IOException, InterruptedException, Answering.Reset {
        String path = request.getHttpURI().getPath();
        if (!simulator.lets(request.getHeaders().get(HttpHeader.AUTHORIZATION))) {
            answering.send(Reply.error(401, "unauthorized"), Optional.empty());
            return;
        }
        Map<String, String> query = parameters(request);
        Optional<Listing> list = listing(path);
        Optional<ListPage> page = Optional.empty();
        if (list.isPresent()) {
            try {
                page = Optional.of(cursors.page(query, list.get().pages()));
            } catch (ListPage.BadQuery e) {
                answering.send(Reply.error(400, "bad request: " + e.getMessage()), Optional.empty());
                return;
            }
        }
        int number = page.map(ListPage::number).orElse(1);
        Optional<Fault> fault = simulator
                .faults()
                .take(request.getMethod(), path, number)
                .or(() -> moodyFaults.of(request.getMethod(), path, recordsField(path, list)));
        if (fault.orElse(null) instanceof Fault.Hang) {
            holds.awaitRelease();
            throw new Answering.Reset("let go");
        } else if (fault.orElse(null) instanceof Fault.Answer answer) {
            answering.send(answer);
        } else if (!simulator.admits()) {
            answering.send((Fault.Answer) Fault.rateLimited(1));
        } else if (page.isPresent()) {
            String name = list.orElseThrow().name();
            if (fault.isEmpty()) {
                simulator.serves(name, page.get());
            } else if (fault.get() == Fault.Rows.EMPTY_LIST || fault.get() == Fault.Rows.NULL_ARRAY) {
                simulator.withholds(name);
            }
            answering.send(new ListReply(list.orElseThrow().recordsField(), page.get()), fault);
        } else {
            answer(request, path, query, answering, fault);
        }
    }

    private Optional<Listing> listing(String path) {
        return simulator
                .lists()
                .at(path)
                .or(() -> simulator.wider().at(path))
                .map(ApiList::listing)
                .or(() -> simulator.deliveries().at(path));
    }

    private static String recordsField(String path, Optional<Listing> list) {
        return path.equals(ReportingWebhooks.PATH)
                ? "reporting_webhooks"
                : list.map(Listing::recordsField).orElse("");
    }

    private void answer(
            Request request, String path, Map<String, String> query, Answering answering, Optional<Fault> fault)
            throws IOException, Answering.Reset {
        if (path.equals(ReportingWebhooks.PATH) || path.startsWith(ReportingWebhooks.PATH + "/")) {
            byte[] body = Content.Source.asInputStream(request).readAllBytes();
            ReportingWebhooks.Outcome outcome = webhooks.answer(request.getMethod(), path, query, body);
            if (outcome.lost()) {
                throw new Answering.Reset("reply lost");
            }
            answering.send(outcome.reply(), fault);
        } else {
            Reply reply = simulator
                    .deliveries()
                    .answer(path)
                    .or(() -> simulator.wider().answer(path, query))
                    .orElseGet(Reply::unknownPath);
            answering.send(json.document(reply), fault);
        }
    }

    private static Map<String, String> parameters(Request request) {
        var parameters = new HashMap<String, String>();
        Request.extractQueryParameters(request, UTF_8)
                .forEach(field -> parameters.put(field.getName(), field.getValue()));
        parameters.values().removeIf(String::isEmpty);
        return parameters;
    }

    private static void reset(Request request) throws IOException {
        Object transport =
                request.getConnectionMetaData().getConnection().getEndPoint().getTransport();
        var channel = (SocketChannel) transport;
        channel.setOption(StandardSocketOptions.SO_LINGER, 0); // closing then sends RST and not FIN
        channel.close();
    }
}

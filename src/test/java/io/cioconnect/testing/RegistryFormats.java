package io.cioconnect.testing;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.apicurio.registry.utils.converter.avro.AvroData;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/** What the converters of schema registries make of a Connect schema, without a registry. */
public final class RegistryFormats {
    private static final int CACHED_SCHEMAS = 100;

    private RegistryFormats() {}

    /** The Avro schema that Apicurio's converter registers; Avro refuses a name or default that it does not allow. */
    public static org.apache.avro.Schema avro(Schema schema) {
        org.apache.avro.Schema avro = new AvroData(CACHED_SCHEMAS).fromConnectSchema(schema);
        return new org.apache.avro.Schema.Parser().parse(avro.toString());
    }

    /** What a sink with that converter gets back. */
    public static Schema fromAvro(org.apache.avro.Schema avro) {
        return new AvroData(CACHED_SCHEMAS).toConnectSchema(avro);
    }

    /** A Protobuf message with the schema's names, checked by Protobuf's own rules; field numbers in order. */
    public static Descriptor protobuf(Schema schema) throws Descriptors.DescriptorValidationException {
        int dot = schema.name().lastIndexOf('.');
        DescriptorProto.Builder message =
                DescriptorProto.newBuilder().setName(schema.name().substring(dot + 1));
        for (Field field : schema.fields()) {
            message.addField(FieldDescriptorProto.newBuilder()
                    .setName(field.name())
                    .setNumber(field.index() + 1)
                    .setType(type(field.schema()))
                    .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL));
        }
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName(schema.name() + ".proto")
                .setPackage(schema.name().substring(0, dot))
                .setSyntax("proto3")
                .addMessageType(message)
                .build();
        return FileDescriptor.buildFrom(file, new FileDescriptor[0])
                .getMessageTypes()
                .get(0);
    }

    private static FieldDescriptorProto.Type type(Schema schema) {
        return switch (schema.type()) {
            case INT64 -> FieldDescriptorProto.Type.TYPE_INT64;
            case BOOLEAN -> FieldDescriptorProto.Type.TYPE_BOOL;
            case STRING -> FieldDescriptorProto.Type.TYPE_STRING;
            case BYTES -> FieldDescriptorProto.Type.TYPE_BYTES;
            default -> throw new IllegalArgumentException("No table has a column of " + schema.type());
        };
    }
}

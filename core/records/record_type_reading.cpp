#include "core/records/record_type_reading.hpp"

#include <google/protobuf/descriptor.h>

#include <algorithm>

namespace xiangji {

namespace {

namespace pb = google::protobuf;

std::string snakeCase(std::string_view name) {
    std::string snake;
    for (const char c : name) {
        const bool upper = c >= 'A' && c <= 'Z';
        if (upper && !snake.empty()) {
            snake.push_back('_');
        }
        snake.push_back(upper ? static_cast<char>(c - 'A' + 'a') : c);
    }
    return snake;
}

std::string lower(std::string_view name) {
    std::string text(name);
    std::transform(text.begin(), text.end(), text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

Kind kindOf(const pb::FieldDescriptor& field, const FieldRules& rules) {
    switch (field.cpp_type()) {
        case pb::FieldDescriptor::CPPTYPE_BOOL:
            return Kind::boolean;
        case pb::FieldDescriptor::CPPTYPE_ENUM:
            return Kind::choice;
        case pb::FieldDescriptor::CPPTYPE_DOUBLE:
        case pb::FieldDescriptor::CPPTYPE_FLOAT:
            return Kind::real;
        case pb::FieldDescriptor::CPPTYPE_STRING:
            if (field.type() == pb::FieldDescriptor::TYPE_STRING) {
                return Kind::text;
            }
            return rules.ref().empty() ? Kind::blob : Kind::reference;
        default:
            return Kind::integer;
    }
}

Field fieldOf(const pb::FieldDescriptor& descriptor, const RecordRules& record) {
    Field field;
    field.number = static_cast<FieldNumber>(descriptor.number());
    field.name = descriptor.name();
    field.rules = descriptor.options().GetExtension(xiangji::field);
    field.kind = kindOf(descriptor, field.rules);
    field.isSet = descriptor.is_repeated();
    if (field.rules.merge() == MERGE_CLASS_UNSPECIFIED) {
        const bool plainSet = field.isSet && record.merge() != MERGE_CLASS_A;
        field.rules.set_merge(plainSet ? MERGE_CLASS_G : record.merge());
    }
    field.rules.set_privacy(std::max(field.rules.privacy(), record.privacy()));
    if (field.kind == Kind::choice) {
        for (int i = 0; i < descriptor.enum_type()->value_count(); ++i) {
            const auto& value = *descriptor.enum_type()->value(i);
            if (value.number() != 0) {
                field.choices.push_back({value.number(), choiceName(value),
                                         value.options().GetExtension(xiangji::value).label()});
            }
        }
    }
    return field;
}

Field commonField(FieldNumber number, std::string name, Kind kind, const char* zh, const char* en) {
    Field field;
    field.number = number;
    field.name = std::move(name);
    field.kind = kind;
    field.common = true;
    field.rules.mutable_label()->set_zh(zh);
    field.rules.mutable_label()->set_en(en);
    field.rules.set_merge(MERGE_CLASS_S);
    field.rules.set_editor(EDITOR_HIDDEN);
    return field;
}

std::vector<Field> commonFields() {
    constexpr std::uint32_t kReasonChars = 200;
    std::vector<Field> fields;
    fields.push_back(
        commonField(common::kHomeOrg, "home_org", Kind::reference, "所属单位", "Home unit"));
    fields.back().rules.set_ref("unit");
    fields.push_back(commonField(common::kAuthorPerson, "author_person", Kind::reference, "记录人",
                                 "Written by"));
    fields.back().rules.set_ref("person");
    fields.push_back(commonField(common::kCreatedDevMs, "created_dev_ms", Kind::integer, "记录时间",
                                 "Written at"));
    fields.back().rules.set_unit(UNIT_INSTANT);
    fields.push_back(commonField(common::kStatus, "status", Kind::text, "状态", "Status"));
    fields.push_back(
        commonField(common::kVoidReason, "void_reason", Kind::text, "作废原因", "Void because"));
    fields.back().rules.set_max_chars(kReasonChars);
    return fields;
}

/// int32, fixed64, float or nested messages would need cells of their own.
bool hasCell(const pb::FieldDescriptor& field) {
    switch (field.type()) {
        case pb::FieldDescriptor::TYPE_STRING:
        case pb::FieldDescriptor::TYPE_BYTES:
        case pb::FieldDescriptor::TYPE_INT64:
        case pb::FieldDescriptor::TYPE_BOOL:
        case pb::FieldDescriptor::TYPE_DOUBLE:
        case pb::FieldDescriptor::TYPE_ENUM:
            return true;
        default:
            return false;
    }
}

}  // namespace

std::string choiceName(const pb::EnumValueDescriptor& value) {
    std::string name = lower(value.name());
    const std::string prefix = snakeCase(value.type()->name()) + "_";
    return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
}

Result<RecordType> recordTypeOf(const pb::Descriptor& message) {
    RecordType type;
    type.name = snakeCase(message.name());
    type.rules = message.options().GetExtension(record);
    type.number = type.rules.number();
    if (type.rules.merge() == MERGE_CLASS_UNSPECIFIED) {
        type.rules.set_merge(MERGE_CLASS_F);
    }
    type.fields = commonFields();
    for (int i = 0; i < message.field_count(); ++i) {
        if (!hasCell(*message.field(i))) {
            return Error{Fault::invalid, type.name + ": " + message.field(i)->name() + " is a " +
                                             message.field(i)->type_name() +
                                             "; use string, bytes, int64, bool, double or an enum"};
        }
        type.fields.push_back(fieldOf(*message.field(i), type.rules));
    }
    for (auto& field : type.fields) {
        // Permissions follow from a row's home: it never meets another writing of it.
        if (field.name == type.rules.home() && field.rules.merge() == MERGE_CLASS_F) {
            field.rules.set_merge(MERGE_CLASS_S);
        }
    }
    std::sort(type.fields.begin(), type.fields.end(),
              [](const Field& a, const Field& b) { return a.number < b.number; });
    type.noteFields();
    return type;
}

}  // namespace xiangji

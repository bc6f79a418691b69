"""Asks containerd in the words of the CRI: call("ListContainers"), or `cri.py METHOD [JSON]` for one answer as JSON."""
import json
import sys

sys.path.insert(0, "/run/recipe")
import api_pb2
import grpc
from google.protobuf import json_format

_CHANNEL = grpc.insecure_channel("unix:///run/containerd/containerd.sock")
_METHODS = {m.name: m for s in api_pb2.DESCRIPTOR.services_by_name.values() for m in s.methods}


def message(method, **fields):
    """The answer as the message that it is."""
    m = _METHODS[method]
    ask = json_format.ParseDict(fields, getattr(api_pb2, m.input_type.name)())
    answer = getattr(api_pb2, m.output_type.name)
    return _CHANNEL.unary_unary(f"/{m.containing_service.full_name}/{method}", type(ask).SerializeToString, answer.FromString)(ask, timeout=60)


def call(method, **fields):
    """The answer as a dictionary, with every field in it."""
    return json_format.MessageToDict(message(method, **fields), including_default_value_fields=True, preserving_proto_field_name=True)


if __name__ == "__main__":
    print(json.dumps(call(sys.argv[1], **json.loads(sys.argv[2] if len(sys.argv) > 2 else "{}")), indent=1, ensure_ascii=False))

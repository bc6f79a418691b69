using System.Text;
using StoreForensics.Formats.Protobuf;
using StoreForensics.Model.Builds;
using StoreForensics.Primitives;

namespace StoreForensics.Logs;

/// <summary>
/// One message of a build's log (buildkit v0.26 api/services/control/control.proto, <c>StatusResponse</c>): 1 vertexes, 2 statuses, 3 logs, 4 warnings.
/// Statuses, which are progress within a vertex, are passed over.
/// </summary>
internal sealed class BuildLogMessage
{
    /// <summary>As they stand: a vertex comes back whenever something of it changed.</summary>
    public List<BuildVertex> Vertices { get; } = [];

    public List<BuildLogLine> Lines { get; } = [];

    /// <summary>Whether it, or something in it, ended in something that is no field.</summary>
    public bool IsDamaged { get; private set; }

    public static BuildLogMessage Parse(ReadOnlyMemory<byte> bytes)
    {
        var message = new BuildLogMessage();
        var fields = new ProtobufFields(bytes.Span);
        while (fields.Read())
        {
            if (!fields.IsBytes)
                continue;
            if (fields.Number == 1)
                message.Vertices.Add(message.Vertex(fields.Bytes));
            else if (fields.Number == 3)
                message.Lines.Add(message.Line(fields.Bytes));
        }
        message.IsDamaged |= fields.IsDamaged;
        return message;
    }

    // Vertex: 1 digest, 2 inputs, 3 name, 4 cached, 5 started, 6 completed, 7 error, 8 progressGroup.
    private BuildVertex Vertex(ReadOnlySpan<byte> bytes)
    {
        var vertex = new BuildVertex("", "");
        var fields = new ProtobufFields(bytes);
        while (fields.Read())
        {
            vertex = (fields.Number, fields.IsBytes) switch
            {
                (1, true) => vertex with { Digest = Text(fields.Bytes) },
                (3, true) => vertex with { Name = Text(fields.Bytes) },
                (4, false) => vertex with { IsCached = fields.Value != 0 },
                (5, true) => vertex with { Started = ProtobufTime.Of(fields.Bytes) },
                (6, true) => vertex with { Completed = ProtobufTime.Of(fields.Bytes) },
                (7, true) => vertex with { Error = fields.Bytes.IsEmpty ? null : Text(fields.Bytes) },
                _ => vertex,
            };
        }
        IsDamaged |= fields.IsDamaged;
        return vertex;
    }

    // VertexLog: 1 vertex, 2 timestamp, 3 stream, 4 msg.
    private BuildLogLine Line(ReadOnlySpan<byte> bytes)
    {
        string vertex = "";
        Timestamp? time = null;
        int stream = 0;
        byte[] text = [];
        var fields = new ProtobufFields(bytes);
        while (fields.Read())
        {
            if (fields is { Number: 1, IsBytes: true })
                vertex = Text(fields.Bytes);
            else if (fields is { Number: 2, IsBytes: true })
                time = ProtobufTime.Of(fields.Bytes);
            else if (fields is { Number: 3, IsBytes: false })
                stream = (int)fields.Value;
            else if (fields is { Number: 4, IsBytes: true })
                text = fields.Bytes.ToArray();
        }
        IsDamaged |= fields.IsDamaged;
        return new BuildLogLine(vertex, time, stream, text);
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}

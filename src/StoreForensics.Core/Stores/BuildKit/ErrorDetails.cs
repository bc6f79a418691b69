using System.Text;
using StoreForensics.Formats.GoJson;
using StoreForensics.Formats.Protobuf;
using StoreForensics.Model.Builds;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.BuildKit;

/// <summary>
/// The details of a build's error, a <c>google.rpc.Status</c> in a blob: 3 details, each 1 type address, 2 value, JSON for the builder's own types (buildkit
/// v0.26 util/grpcerrors, solver/errdefs). Stacks are passed over.
/// </summary>
internal sealed class ErrorDetails
{
    private const string SourceType = "errdefs.Source+json", VertexType = "errdefs.Vertex+json";

    /// <summary>The digest of the vertex that failed; null when none is named.</summary>
    public string? Vertex { get; private set; }

    /// <summary>The file whose line failed, all of it; null when it is not quoted.</summary>
    public BuildSource? Source { get; private set; }

    public static ErrorDetails Parse(ReadOnlySpan<byte> status, Origin origin, ProblemLog problems)
    {
        var details = new ErrorDetails();
        var fields = new ProtobufFields(status);
        while (fields.Read())
        {
            if (fields is { Number: 3, IsBytes: true })
                details.Take(fields.Bytes, origin, problems);
        }
        if (fields.IsDamaged)
            problems.Damage("SF-BUILD-0001", origin, "the error of a build ends in bytes that are no field of it; what stood before them is kept");
        return details;
    }

    private void Take(ReadOnlySpan<byte> any, Origin origin, ProblemLog problems)
    {
        string type = "";
        ReadOnlySpan<byte> value = default;
        var fields = new ProtobufFields(any);
        while (fields.Read())
        {
            if (fields is { Number: 1, IsBytes: true })
                type = Encoding.UTF8.GetString(fields.Bytes);
            else if (fields is { Number: 2, IsBytes: true })
                value = fields.Bytes;
        }
        bool isSource = type.EndsWith(SourceType, StringComparison.Ordinal);
        if ((!isSource && !type.EndsWith(VertexType, StringComparison.Ordinal)) || JsonFile.Object(value, origin, problems) is not { } json)
            return;
        if (!isSource)
            Vertex ??= json.NonEmpty("digest");
        else if (Source is null && json.Object("info") is { } info)
            Source = BuildSources.Of(info);
    }
}

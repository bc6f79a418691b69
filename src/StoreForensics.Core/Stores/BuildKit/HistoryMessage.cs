using System.Text;
using StoreForensics.Formats.Protobuf;
using StoreForensics.Model.Builds;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.BuildKit;

/// <summary>
/// One record of the build history, <c>BuildHistoryRecord</c> (buildkit v0.26 api/services/control/control.proto). Fields are kept as they come; damage ends
/// the reading of its message and sets <see cref="IsDamaged"/>.
/// </summary>
internal sealed class HistoryMessage
{
    private const string PredicateType = "in-toto.io/predicate-type";

    public string? Ref { get; private set; }

    public string? Frontend { get; private set; }

    public SortedDictionary<string, string> Attributes { get; } = new(StringComparer.Ordinal);

    public List<BuildExporter> Exporters { get; } = [];

    /// <summary>Code and message.</summary>
    public BuildError? Error { get; private set; }

    public Timestamp? Created { get; private set; }

    public Timestamp? Completed { get; private set; }

    public BuildArtifact? Log { get; private set; }

    public BuildArtifact? Trace { get; private set; }

    /// <summary>The error in full: a status with details, in a blob.</summary>
    public BuildArtifact? ExternalError { get; private set; }

    public List<BuildArtifact> Results { get; } = [];

    public List<BuildArtifact> Attestations { get; } = [];

    public SortedDictionary<string, string> Response { get; } = new(StringComparer.Ordinal);

    public bool IsPinned { get; private set; }

    /// <summary>Null where a builder of an older version does not count.</summary>
    public long? CachedSteps { get; private set; }

    /// <inheritdoc cref="CachedSteps"/>
    public long? TotalSteps { get; private set; }

    /// <inheritdoc cref="CachedSteps"/>
    public long? CompletedSteps { get; private set; }

    /// <inheritdoc cref="CachedSteps"/>
    public long? Warnings { get; private set; }

    public bool IsDamaged { get; private set; }

    public static HistoryMessage Parse(ReadOnlySpan<byte> bytes)
    {
        var message = new HistoryMessage();
        var fields = new ProtobufFields(bytes);
        while (fields.Read())
        {
            if (fields.IsBytes)
                message.Take(fields.Number, fields.Bytes);
            else
                message.Take(fields.Number, fields.Value);
        }
        message.IsDamaged |= fields.IsDamaged;
        message.CountNothing();
        return message;
    }

    private void Take(int number, ReadOnlySpan<byte> bytes)
    {
        switch (number)
        {
            case 1: Ref = Text(bytes); break;
            case 2: Frontend = Text(bytes); break;
            case 3: AddPair(bytes, Attributes); break;
            case 4: Exporters.Add(Exporter(bytes)); break;
            case 5: Error = ErrorOf(bytes); break;
            case 6: Created = ProtobufTime.Of(bytes); break;
            case 7: Completed = ProtobufTime.Of(bytes); break;
            case 8: Log = Artifact(bytes); break;
            case 9: AddPair(bytes, Response); break;
            case 10: TakeResult(bytes, null); break;
            case 11: TakeNamedResult(bytes); break;
            case 13: Trace = Artifact(bytes); break;
            case 18: ExternalError = Artifact(bytes); break;
        }
    }

    private void Take(int number, ulong value)
    {
        switch (number)
        {
            case 14: IsPinned = value != 0; break;
            case 15: CachedSteps = (long)value; break;
            case 16: TotalSteps = (long)value; break;
            case 17: CompletedSteps = (long)value; break;
            case 19: Warnings = (long)value; break;
        }
    }

    // protobuf writes no zeros: where steps are counted at all, what is missing is none.
    private void CountNothing()
    {
        if (TotalSteps is null)
            return;
        CachedSteps ??= 0;
        CompletedSteps ??= 0;
        Warnings ??= 0;
    }

    // A map is a list of pairs: 1 key, 2 value.
    private void AddPair(ReadOnlySpan<byte> pair, SortedDictionary<string, string> to)
    {
        string key = "", value = "";
        var fields = new ProtobufFields(pair);
        while (fields.Read())
        {
            if (fields is { Number: 1, IsBytes: true })
                key = Text(fields.Bytes);
            else if (fields is { Number: 2, IsBytes: true })
                value = Text(fields.Bytes);
        }
        IsDamaged |= fields.IsDamaged;
        to[key] = value;
    }

    // Exporter: 1 Type, 2 Attrs.
    private BuildExporter Exporter(ReadOnlySpan<byte> bytes)
    {
        string type = "";
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var fields = new ProtobufFields(bytes);
        while (fields.Read())
        {
            if (fields is { Number: 1, IsBytes: true })
                type = Text(fields.Bytes);
            else if (fields is { Number: 2, IsBytes: true })
                AddPair(fields.Bytes, attributes);
        }
        IsDamaged |= fields.IsDamaged;
        return new BuildExporter(type, attributes);
    }

    // google.rpc.Status: 1 code, 2 message, 3 details.
    private BuildError ErrorOf(ReadOnlySpan<byte> bytes)
    {
        var error = new BuildError(null, "");
        var fields = new ProtobufFields(bytes);
        while (fields.Read())
        {
            if (fields is { Number: 1, IsBytes: false })
                error = error with { Code = (int)fields.Value };
            else if (fields is { Number: 2, IsBytes: true })
                error = error with { Message = Text(fields.Bytes) };
        }
        IsDamaged |= fields.IsDamaged;
        return error;
    }

    // BuildResultInfo: 1 result (before 0.12), 2 attestations, 3 results by number.
    private void TakeResult(ReadOnlySpan<byte> bytes, string? platform)
    {
        var fields = new ProtobufFields(bytes);
        while (fields.Read())
        {
            BuildArtifact? artifact = !fields.IsBytes ? null : fields.Number switch
            {
                1 or 2 => Artifact(fields.Bytes),
                3 => ArtifactOfPair(fields.Bytes),
                _ => null,
            };
            List<BuildArtifact> list = fields.Number == 2 ? Attestations : Results;
            if (artifact is not null && !list.Exists(a => a.Digest == artifact.Digest))
                list.Add(fields.Number == 2 ? artifact with { Platform = platform } : artifact);
        }
        IsDamaged |= fields.IsDamaged;
    }

    // By platform: 1 its name, 2 what was made for it. The results are the same for all.
    private void TakeNamedResult(ReadOnlySpan<byte> pair)
    {
        string? platform = null;
        var fields = new ProtobufFields(pair);
        while (fields.Read())
        {
            if (fields is { Number: 1, IsBytes: true })
                platform = Text(fields.Bytes);
            else if (fields is { Number: 2, IsBytes: true })
                TakeResult(fields.Bytes, platform);
        }
        IsDamaged |= fields.IsDamaged;
    }

    private BuildArtifact? ArtifactOfPair(ReadOnlySpan<byte> pair)
    {
        BuildArtifact? artifact = null;
        var fields = new ProtobufFields(pair);
        while (fields.Read())
        {
            if (fields is { Number: 2, IsBytes: true })
                artifact = Artifact(fields.Bytes);
        }
        IsDamaged |= fields.IsDamaged;
        return artifact;
    }

    // Descriptor: 1 media_type, 2 digest, 3 size, 5 annotations.
    private BuildArtifact? Artifact(ReadOnlySpan<byte> bytes)
    {
        string? media = null, digest = null;
        long? size = null;
        var annotations = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var fields = new ProtobufFields(bytes);
        while (fields.Read())
        {
            if (fields is { Number: 1, IsBytes: true })
                media = Text(fields.Bytes);
            else if (fields is { Number: 2, IsBytes: true })
                digest = Text(fields.Bytes);
            else if (fields is { Number: 3, IsBytes: false })
                size = (long)fields.Value;
            else if (fields is { Number: 5, IsBytes: true })
                AddPair(fields.Bytes, annotations);
        }
        IsDamaged |= fields.IsDamaged;
        return string.IsNullOrEmpty(digest) ? null : new BuildArtifact(digest, media, size) { PredicateType = annotations.GetValueOrDefault(PredicateType) };
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}

using System.Text.Json;
using StoreForensics.Formats.Bolt;
using StoreForensics.Formats.GoJson;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker.Databases;

/// <summary>
/// <c>network/files/local-kv.db</c> of Docker 1.9 and later: bucket <c>libnetwork</c>, path → index and JSON (format reference, section 4.9).
/// Records of removed containers' endpoints and sandboxes often survive on free pages: names, addresses, container ids.
/// </summary>
internal sealed class NetworkDatabase
{
    private const string BucketName = "libnetwork";

    private readonly Dictionary<string, string> _containerBySandbox = [];
    private readonly Dictionary<string, string> _containerByEndpoint = [];

    private NetworkDatabase(BoltFile file, IReadOnlyList<NetworkStoreRecord> records)
    {
        File = file;
        Records = records;
        foreach (NetworkSandboxRecord sandbox in records.OfType<NetworkSandboxRecord>().Where(s => s.ContainerId is not null))
        {
            _containerBySandbox.TryAdd(sandbox.Id, sandbox.ContainerId!);
            foreach (NetworkSandboxEndpoint endpoint in sandbox.Endpoints)
                _containerByEndpoint.TryAdd(endpoint.EndpointId, sandbox.ContainerId!);
        }
    }

    public BoltFile File { get; }

    /// <summary>All versions of all records, in byte order of keys; of one key the best first. Place holders without JSON are left out.</summary>
    public IReadOnlyList<NetworkStoreRecord> Records { get; }

    /// <summary>Records of one type and standing, in byte order of keys.</summary>
    public IEnumerable<T> Of<T>(BoltRecordStanding standing)
        where T : NetworkStoreRecord => Records.OfType<T>().Where(r => r.Standing == standing);

    /// <summary>The id of an endpoint's container, through sandboxes: what the best record left of each says. Null when none tells.</summary>
    public string? ContainerOf(NetworkEndpointRecord endpoint) =>
        (endpoint.SandboxId is string sandbox ? _containerBySandbox.GetValueOrDefault(sandbox) : null) ?? _containerByEndpoint.GetValueOrDefault(endpoint.Id);

    /// <summary>Never throws; damage goes to the problem log.</summary>
    public static NetworkDatabase Read(ReadOnlyMemory<byte> content, ProblemLog problems, Origin origin) =>
        Read(BoltFile.Open(content, problems, origin), problems);

    /// <inheritdoc cref="Read(ReadOnlyMemory{byte}, ProblemLog, Origin)"/>
    public static NetworkDatabase Read(Stream content, ProblemLog problems, Origin origin) => Read(BoltFile.Open(content, problems, origin), problems);

    private static NetworkDatabase Read(BoltFile file, ProblemLog problems)
    {
        var records = new List<NetworkStoreRecord>();
        foreach (BoltVersion version in BoltVersions.Of(file, BucketName, LooksRight, NetworkValueReader.IndexOf))
        {
            if (TryRead(version, file.Origin, problems) is NetworkStoreRecord record)
                records.Add(record);
        }
        return new NetworkDatabase(file, records);
    }

    private static bool LooksRight(BoltKey key, ReadOnlySpan<byte> value)
    {
        if (!NetworkKey.LooksRight(key.Span) || value.Length <= NetworkValueReader.IndexSize)
            return false;
        using JsonDocument? json = GoJsonParser.TryParse(value[NetworkValueReader.IndexSize..].ToArray());
        return json is not null;
    }

    private static NetworkStoreRecord? TryRead(BoltVersion version, Origin file, ProblemLog problems)
    {
        ReadOnlyMemory<byte> json = version.Value[Math.Min(NetworkValueReader.IndexSize, version.Value.Length)..];
        NetworkKey? key = NetworkKey.TryParse(version.Key.ToText());
        // Docker writes directories of its key tree as records without content.
        if (json.IsEmpty)
            return null;
        var place = new NetworkRecordPlace(
            version.Key.ToText(), NetworkValueReader.IndexOf(version.Value.Span), version.Source, version.Standing, version.Page,
                file with { Offset = version.Offset });
        var other = new NetworkStoreOther { Place = place, Type = key?.Type ?? "", Json = json };
        using JsonDocument? document = GoJsonParser.TryParse(json);
        if (document is null)
            problems.Damage("SF-NETDB-0001", other.Origin, $"the record {version.Key} is not JSON");
        return document is null || key is null ? other : NetworkValueReader.Read(key, document.RootElement, place) ?? other;
    }
}

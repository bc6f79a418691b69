using System.Text.Json;
using StoreForensics.Formats.Bolt;
using StoreForensics.Formats.GoJson;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker.Databases;

/// <summary><c>volumes/metadata.db</c> of Docker 1.11 and later: bucket <c>volumes</c>, name → JSON (format reference, section 4.8).</summary>
internal sealed class VolumeDatabase
{
    private const string BucketName = "volumes";

    private VolumeDatabase(BoltFile file, IReadOnlyList<VolumeDatabaseRecord> records)
    {
        File = file;
        Records = records;
    }

    public BoltFile File { get; }

    /// <summary>All versions of all volumes, in byte order of names; of one name the best first.</summary>
    public IReadOnlyList<VolumeDatabaseRecord> Records { get; }

    /// <summary>The volumes that the engine knew.</summary>
    public IEnumerable<VolumeDatabaseRecord> Live => Records.Where(r => r.Standing == BoltRecordStanding.Live);

    /// <summary>Volumes that are no longer known, one record each: from the previous state or from a free page.</summary>
    public IEnumerable<VolumeDatabaseRecord> Removed => Records.Where(r => r.Standing == BoltRecordStanding.Removed);

    /// <summary>Volumes that may be no longer known, or stand on a page that is lost, one record each.</summary>
    public IEnumerable<VolumeDatabaseRecord> Uncertain => Records.Where(r => r.Standing == BoltRecordStanding.Uncertain);

    /// <summary>Other versions of both: a volume of the same name with other labels, for example.</summary>
    public IEnumerable<VolumeDatabaseRecord> Earlier => Records.Where(r => r.Standing == BoltRecordStanding.Earlier);

    /// <summary>Never throws; damage goes to the problem log.</summary>
    public static VolumeDatabase Read(ReadOnlyMemory<byte> content, ProblemLog problems, Origin origin) =>
        Read(BoltFile.Open(content, problems, origin), problems);

    /// <inheritdoc cref="Read(ReadOnlyMemory{byte}, ProblemLog, Origin)"/>
    public static VolumeDatabase Read(Stream content, ProblemLog problems, Origin origin) => Read(BoltFile.Open(content, problems, origin), problems);

    private static VolumeDatabase Read(BoltFile file, ProblemLog problems)
    {
        var records = new List<VolumeDatabaseRecord>();
        foreach (BoltVersion version in BoltVersions.Of(file, BucketName, IsVolume, static _ => 0))
        {
            if (TryRead(version, file.Origin, problems) is VolumeDatabaseRecord record)
                records.Add(record);
        }
        return new VolumeDatabase(file, records);
    }

    /// <summary>The shape that tells a volume's record where the bucket is not known: an object that repeats the key as its name.</summary>
    private static bool IsVolume(BoltKey key, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || value[0] != (byte)'{')
            return false;
        using JsonDocument? json = GoJsonParser.TryParse(value.ToArray());
        return json is not null && new JsonView(json.RootElement) is var record && record.Text("Name") == key.ToText() && record.Has("Driver");
    }

    /// <summary>A live record that cannot be read keeps its name: the volume existed.</summary>
    private static VolumeDatabaseRecord? TryRead(BoltVersion version, Origin file, ProblemLog problems)
    {
        Origin origin = file with { Offset = version.Offset };
        var record = new VolumeDatabaseRecord
        {
            Name = version.Key.ToText(),
            Source = version.Source,
            Standing = version.Standing,
            Page = version.Page,
            Origin = origin
        };
        using JsonDocument? json = GoJsonParser.TryParse(version.Value);
        if (json is not { RootElement.ValueKind: JsonValueKind.Object })
        {
            if (version.Source == BoltRecordSource.Carved)
                return null;
            problems.Damage("SF-VOLDB-0001", origin, $"the record of volume {version.Key} is not JSON");
            return record;
        }
        var root = new JsonView(json.RootElement);
        if (root.Text("Name") is string inside && inside != record.Name)
            problems.Warn("SF-VOLDB-0002", origin, $"the record of volume {version.Key} names another one inside: {DisplayText.Escape(inside)}");
        return record with { Driver = root.NonEmpty("Driver"), Labels = root.Object("Labels")?.TextMap(), Options = root.Object("Options")?.TextMap() };
    }
}

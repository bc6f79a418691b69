using Scriban.Runtime;
using StoreForensics.Model.Builds;
using StoreForensics.Primitives;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Html.Models;

/// <summary>Builds and the cache mounts of builders, for the templates.</summary>
internal sealed class BuildModel(ReportScope scope)
{
    private const int MaxRows = 2000;

    private readonly BuildText _text = new(scope.Secrets);

    /// <summary>Null where no builder left a record.</summary>
    public ScriptObject? Describe()
    {
        List<BuildRecord> builds = scope.Case.Inventory.Builds;
        List<BuildCacheRecord> cache = [.. scope.Case.Inventory.BuildCache.Where(r => r.SameAs is null)];
        if (builds.Count + cache.Count == 0)
            return null;
        List<BuildCacheRecord> mounts = [.. cache.Where(BuildText.IsCacheMount)];
        return new ScriptObject
        {
            ["count"] = ReportNumber.Count(builds.Count),
            ["cache_count"] = ReportNumber.Count(cache.Count),
            ["items"] = builds.OrderBy(b => b.Started ?? b.Client?.Modified).Take(MaxRows).Select(Of).ToArray(),
            ["mounts"] = mounts.Take(MaxRows).Select(Of).ToArray(),
            ["left_out"] = builds.Count > MaxRows ? ReportNumber.Count(builds.Count - MaxRows) : null,
        };
    }

    private ScriptObject Of(BuildRecord build) => new()
    {
        ["name"] = BuildText.Name(build),
        ["id"] = build.Id.Length > 12 ? build.Id[..12] : build.Id,
        ["whole_id"] = build.Id,
        ["state"] = BuildText.State(build),
        ["times"] = build.Started is null && build.Client?.Modified is { } asked ? new[] { "asked for " + scope.Time.Full(asked) }
            : [When("began", build.Started), When("ended", build.Completed)],
        ["sources"] = _text.Sources(build).ToArray(),
        ["failure"] = _text.Failure(build),
        ["results"] = BuildText.Results(build).ToArray(),
        ["images"] = string.Join(", ", build.Images.Select(i => i.References.Count > 0 ? i.References[0].ToString() : i.ShortId)),
    };

    private ScriptObject Of(BuildCacheRecord record) => new()
    {
        ["name"] = record.Key ?? record.Id,
        ["times"] = new[] { When("made", record.Created), When("last used", record.LastUsed) },
        ["size"] = record.SizeBytes is { } bytes ? ReportNumber.Size(bytes) : "unknown",
        ["layer"] = record.Layer?.Id,
        ["text"] = _text.Cache(record),
    };

    private string When(string word, Timestamp? time) => $"{word} {(time is { } known ? scope.Time.Full(known) : "not recorded")}";
}

using Scriban.Runtime;
using StoreForensics.Model;

namespace StoreForensics.Reports.Html.Models;

/// <summary>What findings rest on and can be looked for on other hosts.</summary>
internal static class IndicatorModel
{
    private const int MaxRows = 2000;
    private const int MaxPlaces = 3;

    /// <summary>Null where there are none.</summary>
    public static ScriptObject? Describe(ReportScope scope)
    {
        IReadOnlyList<CollectedIndicator> all = scope.Case.Indicators;
        return all.Count == 0 ? null : new ScriptObject
        {
            ["count"] = ReportNumber.Count(all.Count),
            ["left_out"] = all.Count > MaxRows ? ReportNumber.Count(all.Count - MaxRows) : null,
            ["items"] = all.Take(MaxRows).Select(i => Item(scope, i)),
        };
    }

    private static ScriptObject Item(ReportScope scope, CollectedIndicator indicator) => new()
    {
        ["kind"] = indicator.Type.Word(),
        ["value"] = scope.Secrets.Text(indicator.Value),
        ["severity"] = indicator.Severity.Word(),
        ["level"] = FindingModel.Level(indicator.Severity),
        ["subjects"] = string.Join(", ", indicator.Subjects.Take(MaxPlaces)),
        ["paths"] = indicator.Sightings.Select(s => s.Path?.ToString()).Where(p => !string.IsNullOrEmpty(p)).Distinct().Take(MaxPlaces).ToArray(),
        ["first"] = indicator.FirstSeen is { } first ? scope.Time.Full(first) : "unknown",
        ["last"] = indicator.LastSeen is { } last && last != indicator.FirstSeen ? scope.Time.Full(last) : null,
        ["rules"] = string.Join(", ", indicator.Rules),
    };
}

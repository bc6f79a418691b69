using Scriban.Runtime;
using StoreForensics.Model;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Html.Models;

/// <summary>What swarms keep, for the templates.</summary>
internal static class SwarmModel
{
    private const int MaxRows = 2000;

    /// <summary>Null where no swarm left a record.</summary>
    public static ScriptObject? Describe(ReportScope scope)
    {
        List<SwarmObject> all = scope.Case.Inventory.Swarm;
        return all.Count == 0 ? null : new ScriptObject
        {
            ["count"] = ReportNumber.Count(all.Count),
            ["items"] = all.Take(MaxRows).Select(one => Of(scope, one)).ToArray(),
            ["left_out"] = all.Count > MaxRows ? ReportNumber.Count(all.Count - MaxRows) : null,
        };
    }

    private static ScriptObject Of(ReportScope scope, SwarmObject one)
    {
        var times = new List<string>();
        if (one.Created is { } created)
            times.Add("created " + scope.Time.Full(created));
        if (one.Updated is { } updated && updated != one.Created)
            times.Add("changed " + scope.Time.Full(updated));
        if (one.RemovedAfter is { } removed)
            times.Add("removed after " + scope.Time.Full(removed));
        return new ScriptObject
        {
            ["kind"] = one.Kind,
            ["name"] = one.Name ?? "no name recorded",
            ["id"] = one.Id,
            ["state"] = SwarmText.State(one),
            ["times"] = times.ToArray(),
            ["detail"] = scope.Secrets.Text(SwarmText.Detail(one)),
        };
    }
}

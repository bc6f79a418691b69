using System.Globalization;
using Scriban.Runtime;
using StoreForensics.Primitives;
using StoreForensics.Reports.Html.Data;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Html.Models;

/// <summary>The timeline's frame: how much there is of what, and the events themselves as a fragment that streams.</summary>
internal sealed class TimelineModel(ReportScope scope, RowBudget budget)
{
    public ScriptObject Describe(string? leftOut)
    {
        TimelineSummary summary = scope.Case.Timeline.Summary;
        return new ScriptObject
        {
            ["count"] = ReportNumber.Count(summary.Count),
            ["any"] = summary.Count > 0,
            ["first"] = summary.First is Timestamp first ? scope.Time.Full(first) : null,
            ["last"] = summary.Last is Timestamp last ? scope.Time.Full(last) : null,
            ["first_day"] = Day(summary.First),
            ["last_day"] = Day(summary.Last),
            ["left_out"] = leftOut,
            ["groups"] = Enumerable.Range(0, EventGroups.Names.Count).Select(group => Group(summary, group)).ToArray(),
            ["data"] = new HtmlFragment(output => new TimelineData(scope, budget).WriteTo(output)),
        };
    }

    private static ScriptObject Group(TimelineSummary summary, int group)
    {
        (EventType Type, long Count)[] types =
        [
            .. summary.CountByType.Select((count, type) => ((EventType)type, count)).Where(t => t.count > 0 && EventGroups.Of(t.Item1) == group),
        ];
        return new ScriptObject
        {
            ["index"] = Number(group),
            ["name"] = EventGroups.Names[group],
            ["count"] = ReportNumber.Count(types.Sum(t => t.Count)),
            ["any"] = types.Length > 0,
            ["types"] = types.Select(t => new ScriptObject
            {
                ["index"] = Number((int)t.Type),
                ["name"] = t.Type.Name(),
                ["count"] = ReportNumber.Count(t.Count),
            }).ToArray(),
        };
    }

    private string? Day(Timestamp? time) => time is Timestamp known ? scope.Time.ToSecond(known)[..10] : null;

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

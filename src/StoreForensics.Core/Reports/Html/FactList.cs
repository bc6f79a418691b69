using System.Collections;
using Scriban.Runtime;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Reports.Html;

/// <summary>
/// Labelled facts for the template <c>facts.html</c>. What is unknown is said to be, for an examiner must tell "no" from "not recorded".
/// </summary>
internal sealed class FactList(ReportScope scope) : IEnumerable<ScriptObject>
{
    /// <summary>Most items of one fact that are listed; the rest is counted.</summary>
    private const int MaxItems = 500;

    private readonly List<ScriptObject> _facts = [];

    public IEnumerator<ScriptObject> GetEnumerator() => _facts.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public FactList Text(string label, string? value) => value is null ? Unknown(label) : Add(label, "text", value);

    /// <summary>Facts that are labelled already, all known.</summary>
    public FactList All(IEnumerable<(string Label, string Value)> facts)
    {
        foreach ((string label, string value) in facts)
            Add(label, "text", value, wide: value.Length > 60);
        return this;
    }

    /// <summary>A command, secrets in it masked.</summary>
    public FactList Command(string label, string? value, bool wide = false) => Code(label, value is null ? null : scope.Secrets.Text(value), wide);

    /// <summary>Ids and paths: in the fixed-width face.</summary>
    public FactList Code(string label, string? value, bool wide = false) => value is null ? Unknown(label) : Add(label, "code", value, wide: wide);

    /// <summary>Only said when it is known: for facts that one era alone has.</summary>
    public FactList CodeIfAny(string label, string? value) => string.IsNullOrEmpty(value) ? this : Add(label, "code", value);

    public FactList Flag(string label, bool? value) => value is bool known ? Add(label, "text", known ? "yes" : "no") : Unknown(label);

    public FactList Number(string label, long? value) =>
        value is long known ? Add(label, "text", known.ToString(System.Globalization.CultureInfo.InvariantCulture)) : Unknown(label);

    public FactList Bytes(string label, long? value) => value is long known ? Add(label, "text", ReportNumber.ExactSize(known)) : Unknown(label);

    public FactList Time(string label, Timestamp? value) => value is Timestamp known ? Add(label, "text", scope.Time.Full(known)) : Unknown(label);

    /// <summary>A time from metadata, with the text that said so where it says more: another offset, or no usable time at all.</summary>
    public FactList Time(string label, RecordedTime? value, string unknown = "not recorded") => value is RecordedTime known
        ? Add(label, "text", scope.Time.Full(known.Time), note: IsSaid(known) ? null : "recorded as " + known.Text)
        : Unknown(label, unknown);

    private bool IsSaid(RecordedTime time) =>
        scope.Time.IsUtc && time.Time.IsUsable && time.Text.EndsWith('Z') && Timestamp.TryParse(time.Text) == time.Time;

    /// <summary>Paths and arguments, one a line.</summary>
    public FactList List(string label, IReadOnlyCollection<string>? values)
    {
        if (values is null)
            return Unknown(label);
        return values.Count == 0
            ? Unknown(label, "none")
            : Add(label, "list", items: values.Take(MaxItems).Select(value => new ScriptObject { ["text"] = value, ["href"] = null }),
                more: More(values.Count));
    }

    /// <summary>Only said when it is unknown: for facts that are shown elsewhere.</summary>
    public FactList UnknownIf(bool isUnknown, string label) => isUnknown ? Unknown(label) : this;

    public FactList Links(string label, IReadOnlyCollection<ScriptObject> links, string none = "none") =>
        links.Count == 0 ? Unknown(label, none) : Add(label, "list", items: links.Take(MaxItems), more: More(links.Count));

    public FactList Link(string label, object? thing, string? text) =>
        text is null ? Unknown(label, "none, or not recorded") : Links(label, [scope.Anchors.Link(thing, text)]);

    /// <summary>Environment entries, secrets masked unless they are asked for.</summary>
    public FactList Environment(string label, IReadOnlyList<string>? entries) => Pairs(label, entries?.Count, entries?.Select(entry =>
    {
        (string name, string value, bool isMasked) = scope.Secrets.Entry(entry);
        return Pair(name, value, isMasked);
    }));

    /// <summary>Labels, sorted by name: their recorded order means nothing.</summary>
    public FactList Labels(string label, IReadOnlyDictionary<string, string>? labels) =>
        Pairs(label, labels?.Count, labels?.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair =>
    {
        string shown = scope.Secrets.Value(pair.Key, pair.Value);
        return Pair(pair.Key, shown, isMasked: !ReferenceEquals(shown, pair.Value));
    }));

    private static ScriptObject Pair(string name, string value, bool isMasked) => new() { ["name"] = name, ["value"] = value, ["masked"] = isMasked };

    private FactList Pairs(string label, int? count, IEnumerable<ScriptObject>? pairs) => count switch
    {
        null => Unknown(label),
        0 => Unknown(label, "none"),
        _ => Add(label, "pairs", items: pairs!.Take(MaxItems), more: More(count.Value), wide: true),
    };

    private FactList Unknown(string label, string text = "not recorded") => Add(label, "none", text);

    private static string? More(int count) => count > MaxItems ? $"and {ReportNumber.Count(count - MaxItems)} more" : null;

    private FactList Add(string label, string kind, string? value = null, string? note = null, IEnumerable<ScriptObject>? items = null, string? more = null,
        bool wide = false)
    {
        _facts.Add(new ScriptObject
        {
            ["label"] = label,
            ["kind"] = kind,
            ["value"] = value,
            ["note"] = note,
            ["items"] = items,
            ["more"] = more,
            ["wide"] = wide,
        });
        return this;
    }
}

using System.Globalization;
using Scriban.Runtime;
using StoreForensics.Primitives;
using StoreForensics.Reports.Parquet.Queries;
using StoreForensics.Reports.Sqlite.Questions;

namespace StoreForensics.Reports.Html.Fleet;

/// <summary>The sections of the fleet page.</summary>
internal sealed class FleetModel(ParquetAnswers answers)
{
    /// <summary>Rows of a section; the rest is counted.</summary>
    public const int MostRows = 500;

    private const int MostLines = 12;

    private static readonly string[] s_severities = ["info", "low", "medium", "high", "critical"];

    private readonly Dictionary<string, string> _labels = Labels(answers);

    public ScriptArray Glance()
    {
        Answer facts = answers.Query(FleetQueries.Glance).Rows.Single();
        return
        [
            Fact(facts.Cells[0], facts.Cells[0] is 1L ? "host" : "hosts", "in the case"),
            Fact(facts.Cells[1], "events", "on all of them"),
            Fact(facts.Cells[2], "findings", "high or critical"),
            Fact(Day(facts.Cells[3]), "", "first finding of medium and above"),
            Fact(Day(facts.Cells[4]), "", "last finding of medium and above"),
        ];
    }

    public ScriptArray Sections() => [Hosts(), Movement(), Indicators(), Digests(), Layers(), Images(), Provenance()];

    private ScriptObject Hosts()
    {
        Answer[] rows = [.. answers.Query(FleetQueries.Hosts).Rows];
        double[] times = [.. rows.SelectMany(r => new[] { Seconds(r.Cells[5]), Seconds(r.Cells[6]) }).OfType<double>()];
        (double from, double to) = times.Length == 0 ? (0, 0) : (times.Min(), times.Max());
        return Section("hosts", "Hosts", "Hosts by what was found", rows,
            "Most critical findings first. A trace is a finding of medium and above that has a time.", "No host.",
            ["Host", "Critical", "High", "Medium", "First trace", "Last trace", "Span", "Events"], r =>
            [
                Host(r.Cells[0], r.Cells[1]), Number(r.Cells[2], "damage"), Number(r.Cells[3], "warning"), Plain(r.Cells[4]),
                Plain(Moment(r.Cells[5])), Plain(Moment(r.Cells[6])),
                Bar(Seconds(r.Cells[5]), Seconds(r.Cells[6]), from, to, Moment(r.Cells[5]) + " to " + Moment(r.Cells[6])),
                Plain(r.Cells[7]),
            ]);
    }

    private ScriptObject Movement() =>
        Section("movement", "By time", "First high or critical finding of each host, by time", [.. answers.Query(FleetQueries.Movement).Rows],
            "An order of times, as far as the hosts' clocks agree; that one host led to the next is not told by it.",
            "No finding that high has a time.", ["Time", "Host", "Severity", "What", "Where"], r =>
            [
                Plain(Moment(r.Cells[1])), Host(r.Cells[0], null), Severity(Text(r.Cells[2])), Plain(r.Cells[3]), Mono(r.Cells[5] ?? r.Cells[4]),
            ]);

    private ScriptObject Indicators()
    {
        Answer[][] groups = [.. answers.Query(FleetQueries.Indicators).Rows.GroupBy(r => (r.Cells[0], r.Cells[1])).Select(g => g.ToArray())];
        return Section("indicators", "Indicators", "Keys, addresses and names on several hosts", groups,
            "What findings rest on; with the first time that a finding tells on each host.", "Findings of no two hosts rest on the same.",
            ["Kind", "Value", "Severity", "Hosts", "First on each"], g =>
            [
                Plain(g[0].Cells[0]), Mono(g[0].Cells[1]), Severity(s_severities[(int)Math.Clamp((long)g[0].Cells[3]!, 0, 4)]), Plain(g[0].Cells[2]),
                Lines(g.Select(r => $"{Label(r.Cells[4])} {Moment(r.Cells[5])}".TrimEnd())),
            ]);
    }

    private ScriptObject Digests() => Section("digests", "Files", "The same bytes on several hosts", [.. answers.Query(FleetQueries.Digests).Rows],
        "Files that lie somewhere outside of shared layers; those that findings speak of first. Known where files were hashed (--hash files).", "None, or files were not hashed.",
        ["SHA-256", "Paths", "Hosts", "On"], r =>
        [
            (long)r.Cells[2]! >= 0 ? With(Mono(r.Cells[0]), "small", "finding: " + s_severities[(int)Math.Clamp((long)r.Cells[2]!, 0, 4)]) : Mono(r.Cells[0]),
            Lines(Text(r.Cells[3]).Split('\n')), Plain(r.Cells[1]), Lines(Text(r.Cells[4]).Split('\n').Select(Label)),
        ]);

    private ScriptObject Layers() => Section("layers", "Layers", "Layers on several hosts", [.. answers.Query(FleetQueries.Layers).Rows],
        "By the digest of the layer's content.", "No layer is on two hosts.", ["Digest", "Hosts", "Made by", "On"], r =>
        [
            Mono(r.Cells[0]), Plain(r.Cells[1]), Mono(r.Cells[2]), Lines(Text(r.Cells[3]).Split('\n').Select(Label)),
        ]);

    private ScriptObject Images()
    {
        Answer[][] groups = [.. answers.Query(FleetQueries.Images).Rows.GroupBy(r => r.Cells[0]).Select(g => g.ToArray())];
        return Section("images", "Images", "One name, different images", groups, "Names that stand for another image on another host.",
            "Every name that several hosts have is the same image there.", ["Name", "Images", "Which, where, created"], g =>
            [
                Mono(g[0].Cells[0]), Plain(g[0].Cells[1]),
                Lines(g.Select(r => $"{ShortId(Text(r.Cells[2]))} {Label(r.Cells[4])} {Moment(r.Cells[3])}".TrimEnd())),
            ]);
    }

    private ScriptObject Provenance() => Section("provenance", "Evidence", "Evidence and how it was read", [.. answers.Query(FleetQueries.Provenance).Rows],
        "Each host's rows were written by a call of their own or of several.", "None.", ["Evidence", "SHA-256", "Version", "Call"], r =>
        [
            Mono(r.Cells[0]), Mono(r.Cells[1] ?? "not computed"), Plain(r.Cells[2]), Mono(r.Cells[3]),
        ]);

    private static ScriptObject Section<T>(string id, string title, string heading, IReadOnlyList<T> rows, string hint, string nothing, string[] columns,
        Func<T, ScriptObject[]> cells)
    {
        var shown = new ScriptArray();
        foreach (T row in rows.Take(MostRows))
        {
            var line = new ScriptArray();
            foreach ((int i, ScriptObject cell) in cells(row).Index())
                line.Add(With(cell, "label", columns[i]));
            shown.Add(line);
        }
        return new ScriptObject
        {
            ["id"] = id,
            ["short"] = title,
            ["title"] = heading,
            ["hint"] = hint,
            ["nothing"] = nothing,
            ["count"] = rows.Count.ToString(CultureInfo.InvariantCulture),
            ["columns"] = columns,
            ["rows"] = shown,
            ["more"] = rows.Count > MostRows ? $"{rows.Count - MostRows} more are left out here; storeforensics query tells them." : null,
        };
    }

    // Templates may name only what is there.
    private static ScriptObject Cell() =>
        new() { ["text"] = "", ["level"] = null, ["lines"] = null, ["mono"] = null, ["bar"] = null, ["small"] = null, ["label"] = "" };

    private static ScriptObject With(ScriptObject cell, string name, object? value)
    {
        cell[name] = value;
        return cell;
    }

    private static ScriptObject Plain(object? value) => With(Cell(), "text", Text(value));

    private static ScriptObject Mono(object? value) => With(Plain(value), "mono", Text(value).Length > 0 ? true : null);

    private static ScriptObject Number(object? value, string level) => With(Plain(value), "level", value is 0L ? null : level);

    private static ScriptObject Severity(string word) =>
        With(Plain(word), "level", word is "critical" or "high" ? "damage" : word == "medium" ? "warning" : "note");

    private static ScriptObject Lines(IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        string[] shown = all.Length <= MostLines ? all : [.. all.Take(MostLines), $"… {all.Length - MostLines} more"];
        return With(Cell(), "lines", shown);
    }

    private static ScriptObject Bar(double? first, double? last, double from, double to, string words)
    {
        ScriptObject cell = With(Cell(), "text", words);
        if (first is not double start || last is not double end || to <= from)
            return With(cell, "text", first is null ? "" : words);
        int x = (int)(1000 * (start - from) / (to - from)), width = Math.Max(4, (int)(1000 * (end - start) / (to - from)));
        return With(cell, "bar", new ScriptObject { ["x"] = Math.Min(x, 1000 - 4), ["width"] = Math.Min(width, 1000 - Math.Min(x, 1000 - 4)) });
    }

    private ScriptObject Host(object? evidence, object? hostname) => With(Plain(Label(evidence)), "small", hostname is null ? null : Text(hostname));

    private static ScriptObject Fact(object? number, string what, string more) => new() { ["number"] = Text(number), ["what"] = what, ["more"] = more };

    private string Label(object? evidence) => _labels.GetValueOrDefault(Text(evidence), Text(evidence));

    // The last part of a path, where that alone tells the hosts apart.
    private static Dictionary<string, string> Labels(ParquetAnswers answers)
    {
        string[] names = [.. answers.Query("SELECT evidence FROM evidence").Rows.Select(r => Text(r.Cells[0]))];
        return names.GroupBy(n => n[(n.TrimEnd('/').LastIndexOf('/') + 1)..])
            .SelectMany(g => g.Select(name => (name, Short: g.Count() == 1 && g.Key.Length > 0 ? g.Key : name)))
            .DistinctBy(p => p.name).ToDictionary(p => p.name, p => p.Short);
    }

    private static string ShortId(string id) => id.StartsWith("sha256:", StringComparison.Ordinal) && id.Length > 19 ? id[7..19] : id;

    private static string Day(object? time) => time is string text ? text[..Math.Min(10, text.Length)] : "none";

    private static string Moment(object? time) => time is string { Length: > 19 } text ? text[..19].Replace('T', ' ') : Text(time);

    private static double? Seconds(object? time) => Timestamp.TryParse(Text(time)) is { } known ? known.Seconds : null;

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}

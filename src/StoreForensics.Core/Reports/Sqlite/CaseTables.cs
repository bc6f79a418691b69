using System.Globalization;
using StoreForensics.Cases;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Json;

namespace StoreForensics.Reports.Sqlite;

/// <summary>Rows about the case as a whole: what was examined how, findings, checks, problems.</summary>
internal sealed class CaseTables(ICaseRows database, EvidenceKeys evidence, RowKeys keys)
{
    public void Write(Case subject)
    {
        Meta(subject);
        Evidence(subject.Evidence);
        Findings(subject.Findings ?? []);
        FindingWords(subject.Findings ?? [], "finding_subjects", "subject", f => f.Subjects);
        FindingWords(subject.Findings ?? [], "finding_techniques", "technique", f => f.Attack);
        Indicators(subject.Indicators);
        Places(subject.Indicators);
        Chronology(subject.Chronology);
        Checks(subject.Verification?.Checks ?? []);
        Problems(subject.Problems);
    }

    private void Meta(Case subject)
    {
        InventoryCounts counts = subject.Counts;
        (string Key, string? Value)[] all =
        [
            ("schema", "storeforensics.case"), ("schema_version", CaseSchema.Version.ToString(CultureInfo.InvariantCulture)),
            ("tool", subject.Tool.Name), ("tool_version", subject.Tool.Version), ("command_line", subject.Tool.CommandLine),
            ("case", subject.Details.CaseName), ("examiner", subject.Details.Examiner), ("evidence_number", subject.Details.EvidenceId),
            ("note", subject.Details.Note), ("date", subject.Details.Date), ("clocks", subject.Timeline.Clocks?.Verdict),
            ("verification", subject.Verification is null ? "not asked for" : "done"), ("findings", subject.Findings is null ? "not asked for" : "done"),
            ("images", Number(counts.Images)), ("containers", Number(counts.Containers)), ("volumes", Number(counts.Volumes)), ("layers", Number(counts.Layers)),
            ("leftovers", Number(counts.Leftovers)), ("events", Number(subject.Timeline.Summary.Count)), ("problems", Number(subject.ProblemCount)),
            ("problems_dropped", subject.ProblemsDropped.ToString(CultureInfo.InvariantCulture)),
        ];
        using RowInsert row = database.Insert("meta", "key", "value");
        foreach ((string key, string? value) in all.Where(pair => !string.IsNullOrEmpty(pair.Value)))
            row.Text(key).Text(value).Run();
    }

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private void Evidence(IReadOnlyList<EvidenceDetails> all)
    {
        using RowInsert row = database.Insert("evidence", "evidence_id", "position", "evidence", "wrapping", "size", "sha256", "sha256_of", "entries", "facts");
        for (int i = 0; i < all.Count; i++)
        {
            row.Integer(evidence[all[i].Name]).Integer(i
                + 1).Text(all[i].Name).Text(string.Join(" > ", all[i].Wrapping)).Integer(all[i].SizeBytes).Text(all[i].Sha256)
                .Text(all[i].Sha256Of).Integer(all[i].Entries).Json(all[i], EvidenceJson.Write).Run();
        }
    }

    private void Findings(IReadOnlyList<Finding> all)
    {
        using RowInsert row = database.Insert("findings", "finding_key", "evidence_id", "rule", "severity", "severity_rank", "weight_rank", "confidence", "title", "reason",
            "attack",
            "next", "subjects", "path", "path_bytes", "time", "stamp", "count", "facts");
        for (int i = 0; i < all.Count; i++)
        {
            Finding f = all[i];
            row.Integer(i + 1).Integer(f.Origins.Count == 0 ? null
                : evidence[f.Origins[0].Evidence]).Text(f.Rule).Text(f.Severity.Word()).Integer((int)f.Severity).Integer((int)f.Weight)
                .Text(f.Confidence.Word()).Text(f.Title).Text(f.Reason).Joined(f.Attack).Text(f.Next).Joined(f.Subjects).Bytes((f.Path ?? default).Bytes)
                .Time(f.Time).Time(f.Stamp).Integer(f.Count).Json(f, FindingJson.Write).Run();
        }
    }

    // One row for each of the words that a finding's own row joins.
    private void FindingWords(IReadOnlyList<Finding> all, string table, string column, Func<Finding, IEnumerable<string>> words)
    {
        using RowInsert row = database.Insert(table, "finding_key", column, "evidence_id");
        for (int i = 0; i < all.Count; i++)
        {
            foreach (string word in words(all[i]).Distinct(StringComparer.Ordinal))
                row.Integer(i + 1).Text(word).Integer(all[i].Origins.Count == 0 ? null : evidence[all[i].Origins[0].Evidence]).Run();
        }
    }

    private void Indicators(IReadOnlyList<CollectedIndicator> all)
    {
        using RowInsert row = database.Insert("indicators", "indicator_key", "evidence_id", "kind", "value", "severity", "severity_rank", "first_seen", "last_seen", "count",
            "rules", "subjects", "facts");
        for (int i = 0; i < all.Count; i++)
        {
            CollectedIndicator one = all[i];
            long? first = one.Sightings.Count == 0 ? null : evidence[one.Sightings[0].Origin.Evidence];
            row.Integer(i + 1).Integer(first).Text(one.Type.Word()).Text(one.Value).Text(one.Severity.Word()).Integer((int)one.Severity)
                .Time(one.FirstSeen).Time(one.LastSeen).Integer(one.Count).Joined(one.Rules).Joined(one.Subjects).Json(one, IndicatorJson.Write).Run();
        }
    }

    // One of several evidences is seen in more than its first.
    private void Places(IReadOnlyList<CollectedIndicator> all)
    {
        using RowInsert row = database.Insert("indicator_places", "evidence_id", "kind", "value", "severity", "severity_rank", "rule", "subjects", "path",
            "path_bytes", "time", "origin", "origin_bytes");
        foreach (CollectedIndicator one in all)
        {
            foreach (IndicatorSighting place in one.Sightings)
            {
                row.Integer(evidence[place.Origin.Evidence]).Text(one.Type.Word()).Text(one.Value).Text(one.Severity.Word()).Integer((int)one.Severity)
                    .Text(place.Rule).Joined(place.Subjects).Bytes((place.Path ?? default).Bytes).Time(place.Time).Bytes(place.Origin.Path.Bytes).Run();
            }
        }
    }

    private void Chronology(IReadOnlyList<ChronologyEntry> all)
    {
        using RowInsert row = database.Insert("chronology", "position", "evidence_id", "time", "sentence", "severity", "rule", "count", "origin",
            "origin_bytes");
        for (int i = 0; i < all.Count; i++)
        {
            row.Integer(i + 1).Integer(evidence[all[i].Origin.Evidence]).Time(all[i].Time).Text(all[i].Sentence).Text(all[i].Severity?.Word()).Text(all[i].Rule)
                .Integer(all[i].Count).Bytes(all[i].Origin.Path.Bytes).Run();
        }
    }

    private void Checks(IReadOnlyList<Check> all)
    {
        using RowInsert row = database.Insert("checks", "check_key", "evidence_id", "kind", "status", "subject", "expected", "actual", "path", "path_bytes",
            "detail",
            "image_key", "layer_key", "recorded_mtime", "mtime", "ctime", "origin", "origin_bytes");
        for (int i = 0; i < all.Count; i++)
        {
            Check c = all[i];
            row.Integer(i + 1).Integer(evidence[c.Origin.Evidence]).Text(c.Kind.Word()).Text(c.Status.Word()).Text(c.Subject).Text(c.Expected).Text(c.Actual)
                .Bytes((c.Path ?? default).Bytes).Text(c.Detail).Integer(keys.Of(c.Image)).Integer(keys.Of(c.Layer)).Time(c.RecordedModified).Time(c.Modified)
                .Time(c.Changed).Bytes(c.Origin.Path.Bytes).Run();
        }
    }

    private void Problems(IReadOnlyList<Problem> all)
    {
        using RowInsert row = database.Insert("problems", "problem_key", "evidence_id", "code", "severity", "message", "path", "path_bytes", "offset");
        for (int i = 0; i < all.Count; i++)
        {
            row.Integer(i + 1).Integer(evidence[all[i].Origin.Evidence]).Text(all[i].Code).Text(ProblemJson.SeverityOf(all[i])).Text(all[i].Message)
                .Bytes(all[i].Origin.Path.Bytes).Integer(all[i].Origin.Offset).Run();
        }
    }
}

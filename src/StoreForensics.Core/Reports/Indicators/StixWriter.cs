using System.Globalization;
using System.Text.Json;
using StoreForensics.Cases;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Json;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Indicators;

/// <summary>
/// What findings rest on as a bundle of STIX 2.1 (OASIS, STIX Version 2.1): an identity for the tool, an indicator for each, and a sighting where its times
/// are known. Identifiers are UUIDs of version 5 of what they stand for, so that the same case gives the same file; times are those of the evidence or
/// <c>--date</c>.
/// </summary>
public sealed class StixWriter : IReportWriter
{
    // An indicator must say when it was made: where neither the examiner nor the evidence tells, this stands for "unknown".
    private static readonly Timestamp s_unknown = new(0, 0);

    public string Name => "indicators as STIX 2.1";

    public string Extension => ".iocs.stix.json";

    public string? Write(Case subject, Stream target)
    {
        var buffer = new StreamBuffer(target);
        using var json = new Utf8JsonWriter(buffer, JsonFormat.Options(pretty: true));
        Timestamp made = MadeAt(subject);
        string identity = StixIds.Of("identity", subject.Tool.Name);
        json.WriteStartObject();
        json.WriteString("type", "bundle");
        json.WriteString("id", StixIds.Of("bundle", string.Join('\n', subject.Indicators.Select(i => i.Type.Word() + "|" + i.Value).Append(Text(made)))));
        json.WriteStartArray("objects");
        Identity(json, identity, subject.Tool.Name, made);
        foreach (CollectedIndicator indicator in subject.Indicators)
        {
            Indicator(json, indicator, identity, made);
            if (indicator.FirstSeen is not null)
                Sighting(json, indicator, identity, made);
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        json.Reset();
        buffer.Write("\n"u8);
        buffer.Flush();
        return null;
    }

    // The report's date, else the last time of what is told.
    private static Timestamp MadeAt(Case subject)
    {
        if (subject.Details.Date is { } date && Parse(date) is { } given)
            return given;
        return subject.Indicators.Select(i => i.LastSeen).OfType<Timestamp>().Where(IsOfStix).DefaultIfEmpty(s_unknown).Max();
    }

    private static Timestamp? Parse(string date) => Timestamp.TryParse(date) ?? Timestamp.TryParse(date + "T00:00:00Z");

    // Years of four digits, from this era on.
    private static bool IsOfStix(Timestamp time) => time.IsUsable && time.Seconds >= 0;

    private static void Identity(Utf8JsonWriter json, string id, string name, Timestamp made)
    {
        Begin(json, "identity", id, made);
        json.WriteString("name", name);
        json.WriteString("identity_class", "system");
        json.WriteEndObject();
    }

    private static void Indicator(Utf8JsonWriter json, CollectedIndicator indicator, string identity, Timestamp made)
    {
        Begin(json, "indicator", IdOf(indicator), made);
        json.WriteString("created_by_ref", identity);
        json.WriteString("name", indicator.Value);
        json.WriteString("description", Description(indicator));
        json.WriteStartArray("indicator_types");
        json.WriteStringValue(indicator.Severity >= FindingSeverity.High ? "malicious-activity" : "anomalous-activity");
        json.WriteEndArray();
        (string pattern, string type) = StixPattern.Of(indicator);
        json.WriteString("pattern", pattern);
        json.WriteString("pattern_type", type);
        json.WriteString("valid_from", Text(indicator.FirstSeen is { } first && IsOfStix(first) ? first : made));
        json.WriteStartArray("labels");
        json.WriteStringValue(indicator.Type.Word());
        json.WriteStringValue(indicator.Severity.Word());
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Sighting(Utf8JsonWriter json, CollectedIndicator indicator, string identity, Timestamp made)
    {
        if (indicator.FirstSeen is not { } first || indicator.LastSeen is not { } last || !IsOfStix(first) || !IsOfStix(last))
            return;
        Begin(json, "sighting", StixIds.Of("sighting", indicator.Type.Word() + "|" + indicator.Value), made);
        json.WriteString("created_by_ref", identity);
        json.WriteString("first_seen", Text(first));
        json.WriteString("last_seen", Text(last));
        json.WriteNumber("count", Math.Min(indicator.Count, 999_999_999));
        json.WriteString("sighting_of_ref", IdOf(indicator));
        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, string type, string id, Timestamp made)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("spec_version", "2.1");
        json.WriteString("id", id);
        json.WriteString("created", Text(made));
        json.WriteString("modified", Text(made));
    }

    private static string IdOf(CollectedIndicator indicator) => StixIds.Of("indicator", indicator.Type.Word() + "|" + indicator.Value);

    private static string Description(CollectedIndicator indicator)
    {
        IEnumerable<string> places = indicator.Sightings.Take(5).Select(s => string.Join(' ', new[]
        {
            string.Join(", ", s.Subjects.Take(3)), s.Path?.ToString(), $"({s.Origin.Evidence})",
        }.Where(p => !string.IsNullOrEmpty(p))));
        return DisplayText.Escape(string.Create(CultureInfo.InvariantCulture,
            $"Seen in {indicator.Count} finding{(indicator.Count == 1 ? "" : "s")} of {string.Join(", ", indicator.Rules)}: {string.Join("; ", places)}."));
    }

    // Milliseconds, as the specification recommends.
    private static string Text(Timestamp time) => time.ToString()[..23] + "Z";
}

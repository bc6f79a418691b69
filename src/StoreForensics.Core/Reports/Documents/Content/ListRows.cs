using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Documents.Content;

/// <summary>Adds rows to a table of names and values; what is not recorded gets no row unless its absence says something.</summary>
internal sealed class ListRows(SecretMask secrets)
{
    private readonly List<KeyValueRow> _rows = [];

    public KeyValueTable Table => new(_rows);

    public ListRows Add(string key, RichText value)
    {
        if (!value.IsEmpty)
            _rows.Add(new KeyValueRow(key, value));
        return this;
    }

    public ListRows Text(string key, string? value) => string.IsNullOrEmpty(value) ? this : Add(key, CaseFormat.Cut(value, ReportLimits.Text));

    public ListRows Mono(string key, string? value) => string.IsNullOrEmpty(value) ? this : Add(key, Span.Mono(CaseFormat.Cut(value, ReportLimits.Text)));

    /// <summary>A command, with secrets in it masked.</summary>
    public ListRows Command(string key, string? value) => value is null ? this : Mono(key, secrets.Text(CaseFormat.Cut(value, ReportLimits.Text)));

    public ListRows Command(string key, IReadOnlyList<string>? words) => words is null or [] ? this : Command(key, string.Join(' ', words));

    public ListRows Number(string key, long? value) =>
        value is long number ? Text(key, number.ToString(System.Globalization.CultureInfo.InvariantCulture)) : this;

    /// <summary>Short facts on one line, each after what it is; those that are not known are left out.</summary>
    public ListRows Brief(string key, params ReadOnlySpan<(string Name, string? Value)> facts)
    {
        var spans = new List<Span>();
        foreach ((string name, string? value) in facts)
        {
            if (string.IsNullOrEmpty(value))
                continue;
            spans.Add(Span.Muted(spans.Count == 0 ? name + " " : "  ·  " + name + " "));
            spans.Add(new Span(CaseFormat.Cut(value, ReportLimits.EventText)));
        }
        return spans.Count == 0 ? this : Add(key, new RichText(spans));
    }

    public ListRows YesNo(string key, bool? value) => value is bool known ? Text(key, known ? "yes" : "no") : this;

    /// <summary>A row that says that nobody knows, where a file that tells it was lost.</summary>
    public ListRows UnknownIf(bool isUnknown, string key) => isUnknown ? Add(key, Span.Muted("unknown")) : this;

    /// <summary>One row a value, the key on the first.</summary>
    public ListRows Each<T>(string key, IEnumerable<T>? values, Func<T, RichText> spell)
    {
        int count = 0;
        foreach (T value in values ?? [])
        {
            if (++count <= ReportLimits.ListItems)
                _rows.Add(new KeyValueRow(count == 1 ? key : null, spell(value)));
        }
        if (count > ReportLimits.ListItems)
            _rows.Add(new KeyValueRow(null, Span.Muted($"… and {CaseFormat.Count(count - ReportLimits.ListItems)} more")));
        return this;
    }

    /// <summary><c>NAME=value</c> each, in the recorded order.</summary>
    public ListRows Environment(string key, IEnumerable<string>? variables) => Each(key, variables, variable =>
    {
        int equals = variable.IndexOf('=', StringComparison.Ordinal);
        return equals < 0
            ? Span.Mono(CaseFormat.Cut(variable, ReportLimits.Text))
            : Pair(variable[..equals], variable[(equals + 1)..]);
    });

    /// <summary>In the order of their names.</summary>
    public ListRows Labels(string key, IReadOnlyDictionary<string, string>? labels) =>
        Each(key, labels?.OrderBy(l => l.Key, StringComparer.Ordinal), label => Pair(label.Key, label.Value));

    private RichText Pair(string name, string value) =>
        [Span.Mono(CaseFormat.Cut(name, ReportLimits.Text)), Span.Mono("=", Tone.Muted),
            Span.Mono(CaseFormat.Cut(secrets.Value(name, value), ReportLimits.Text))];
}

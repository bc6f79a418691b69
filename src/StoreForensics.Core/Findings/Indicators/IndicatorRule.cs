using StoreForensics.Findings.Patterns;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Indicators;

/// <summary>What is on a list of indicators.</summary>
internal sealed class IndicatorRule : IInventoryRule, IFileRule, ITextRule
{
    private static readonly Rule s_rule = new("indicator", "On a list of indicators", FindingConfidence.High, ["T1588"],
        "What the list says of it; the same on other hosts.")
    {
        When = "A file's digest or path, the id of an image or layer, or a domain, address or text in a command, variable, label, log line or short text file is on a list given with --ioc.",
        Alternatives = ["what is on the list may also be in harmless use"],
        Severities = [FindingSeverity.High],
        KeepsReasonsApart = true,
    };

    private readonly Dictionary<string, Indicator> _digests = new(StringComparer.Ordinal);
    private readonly PathIndex _paths = new();
    private readonly List<(PathGlob Glob, Indicator Indicator)> _globs = [];
    private readonly IndicatorTexts _texts;
    private readonly List<int> _candidates = [];

    public IndicatorRule(IndicatorList? list)
    {
        IReadOnlyList<Indicator> indicators = list?.Indicators ?? [];
        _texts = new IndicatorTexts(indicators);
        foreach (Indicator indicator in indicators)
        {
            if (indicator.Kind is IndicatorKind.Sha256 or IndicatorKind.Sha1 or IndicatorKind.Md5)
                _digests.TryAdd(indicator.Value, indicator);
            else if (indicator.Kind == IndicatorKind.Path)
                AddPath(indicator);
        }
    }

    public IReadOnlyList<Rule> Rules => [s_rule];

    /// <summary>Digests on the list.</summary>
    public IEnumerable<string> Digests => _digests.Keys;

    public void Look(Inventory inventory, FindingSink sink)
    {
        foreach (Image image in inventory.Images)
        {
            if (Listed(image.Id) is { } indicator)
                sink.Add(s_rule, FindingSeverity.High, Subjects.Of(image), $"The image's id is on {indicator.Place}.", image.Origin, time: image.Made);
        }
        foreach (Layer layer in inventory.Layers)
        {
            if (Listed(layer.DiffId) is { } indicator)
                sink.Add(s_rule, FindingSeverity.High, Subjects.Of(layer), $"The layer's digest is on {indicator.Place}.", layer.Origin);
        }
    }

    public void Look(in FileSight file, FindingSink sink)
    {
        foreach (string digest in file.IsFile ? file.Digests : [])
        {
            if (_digests.TryGetValue(digest, out Indicator? hit))
                sink.Add(s_rule, FindingSeverity.High, file,
                    $"{DisplayText.Escape(file.Path)} has the {hit.Kind.ToString().ToUpperInvariant()} on {hit.Place}.");
        }
        if (_globs.Count == 0)
            return;
        _candidates.Clear();
        _paths.Find(file.Path, _candidates);
        foreach (int id in _candidates)
        {
            if (_globs[id].Glob.Matches(file.Path))
                sink.Add(s_rule, FindingSeverity.High, file, $"{DisplayText.Escape(file.Path)} is on {_globs[id].Indicator.Place}.");
        }
    }

    public bool MayFind(TextKind kind, ReadOnlySpan<char> text) => _texts.MayFind(text);

    public void Look(in TextSight text, FindingSink sink)
    {
        if (!_texts.MayFind(text.Text))
            return;
        foreach (Indicator indicator in _texts.Find(text.Text))
        {
            sink.Add(s_rule, FindingSeverity.High, text, $"{text.Where} names {DisplayText.Escape(indicator.Value)}, which is on {indicator.Place}.");
        }
    }

    private Indicator? Listed(string? digest) => digest is null || _digests.Count == 0 ? null
        : _digests.GetValueOrDefault(digest.StartsWith("sha256:", StringComparison.Ordinal) ? digest[7..] : digest);

    private void AddPath(Indicator indicator)
    {
        var glob = new PathGlob(indicator.Value);
        _paths.Add(glob, _globs.Count);
        _globs.Add((glob, indicator));
    }
}

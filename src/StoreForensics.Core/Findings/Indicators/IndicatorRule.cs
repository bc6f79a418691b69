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
        When = "A file's digest or path, the id or name of an image, a layer's id, a container's name, or a domain, address or text in a command, variable, label, log line or short text file is on a list given with --ioc.",
        Alternatives = ["what is on the list may also be in harmless use"],
        IsAboutObject = true,
        Severities = [FindingSeverity.High],
        KeepsReasonsApart = true,
    };

    private const int MaxHits = 100_000;

    private readonly Dictionary<string, Indicator> _digests = new(StringComparer.Ordinal);
    private readonly PathIndex _paths = new();
    private readonly List<(PathGlob Glob, Indicator Indicator)> _globs = [];
    private readonly IndicatorTexts _texts;
    private readonly List<int> _candidates = [];

    private readonly Dictionary<string, Indicator> _containerNames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Indicator> _imageNames = new(StringComparer.Ordinal);
    private readonly List<IndicatorHit>? _hits;

    /// <param name="list">Null: nothing is listed.</param>
    /// <param name="hits">Gets every place, too; null: findings alone.</param>
    public IndicatorRule(IndicatorList? list, List<IndicatorHit>? hits = null)
    {
        _hits = hits;
        IReadOnlyList<Indicator> indicators = list?.Indicators ?? [];
        _texts = new IndicatorTexts(indicators);
        foreach (Indicator indicator in indicators)
        {
            if (indicator.Kind is IndicatorKind.Sha256 or IndicatorKind.Sha1 or IndicatorKind.Md5)
                _digests.TryAdd(indicator.Value, indicator);
            else if (indicator.Kind == IndicatorKind.Path)
                AddPath(indicator);
            else if (indicator.Kind == IndicatorKind.Container)
                _containerNames.TryAdd(indicator.Value, indicator);
            else if (indicator.Kind == IndicatorKind.Image)
                _imageNames.TryAdd(indicator.Value, indicator);
        }
    }

    public IReadOnlyList<Rule> Rules => [s_rule];

    /// <summary>Digests on the list.</summary>
    public IEnumerable<string> Digests => _digests.Keys;

    public void Look(Inventory inventory, FindingSink sink)
    {
        foreach (Image image in inventory.Images)
        {
            IReadOnlyList<string> names = Subjects.Of(image);
            if (Listed(image.Id) is { } indicator)
                Say(indicator, "image", names, $"The image's id is on {indicator.Place}.", image.Origin, image.Made, sink);
            foreach (string name in image.References.Select(r => r.ToString()).Distinct(StringComparer.Ordinal))
            {
                if (_imageNames.TryGetValue(name, out Indicator? named))
                    Say(named, "image", names, $"The image's name {DisplayText.Escape(name)} is on {named.Place}.", image.Origin, image.Made, sink);
            }
        }
        foreach (Layer layer in inventory.Layers)
        {
            if (Listed(layer.DiffId) is { } indicator)
                Say(indicator, "layer", Subjects.Of(layer), $"The layer's digest is on {indicator.Place}.", layer.Origin, null, sink);
        }
        foreach (Container container in inventory.Containers)
        {
            Timestamp? made = container.Created?.Time;
            if (container.Name is { } name && _containerNames.TryGetValue(name, out Indicator? indicator))
                Say(indicator, "container", [name], $"The container's name is on {indicator.Place}.", container.Origin, made, sink);
            if (container.ImageName is { } image && _imageNames.TryGetValue(image, out Indicator? named))
                Say(named, "container", [container.DisplayName], $"The name of its image is on {named.Place}.", container.Origin, made, sink);
        }
    }

    public void Look(in FileSight file, FindingSink sink)
    {
        foreach (string digest in file.IsFile ? file.Digests : [])
        {
            if (_digests.TryGetValue(digest, out Indicator? hit))
                Say(hit, file, $"{DisplayText.Escape(file.Path)} has the {hit.Kind.ToString().ToUpperInvariant()} on {hit.Place}.", sink);
        }
        if (_globs.Count == 0)
            return;
        _candidates.Clear();
        _paths.Find(file.Path, _candidates);
        foreach (int id in _candidates)
        {
            if (_globs[id].Glob.Matches(file.Path))
                Say(_globs[id].Indicator, file, $"{DisplayText.Escape(file.Path)} is on {_globs[id].Indicator.Place}.", sink);
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
            Hit(indicator, PlaceOf(text.Kind), text.Subjects, text.Path, text.Happened ?? (text.Entry is null ? text.Time : null), text.Origin);
        }
    }

    private void Say(Indicator indicator, string what, IReadOnlyList<string> subjects, string reason, Origin origin, Timestamp? time, FindingSink sink)
    {
        sink.Add(s_rule, FindingSeverity.High, subjects, reason, origin, time: time);
        Hit(indicator, what, subjects, null, time, origin);
    }

    private void Say(Indicator indicator, in FileSight file, string reason, FindingSink sink)
    {
        sink.Add(s_rule, FindingSeverity.High, file, reason);
        Hit(indicator, "file", file.Subjects, new EvidencePath(file.Path), file.Happened, file.Origin);
    }

    private void Hit(Indicator indicator, string what, IReadOnlyList<string> subjects, EvidencePath? path, Timestamp? time, Origin origin)
    {
        if (_hits is { Count: < MaxHits })
            _hits.Add(new IndicatorHit(indicator.Word, indicator.Value, indicator.Place, what, subjects, path, time is { IsUsable: true } ? time : null,
                origin));
    }

    private static string PlaceOf(TextKind kind) => kind switch
    {
        TextKind.BuildStep => "step",
        TextKind.ContainerCommand => "command",
        TextKind.Environment => "env",
        TextKind.LogLine => "log",
        TextKind.Data => "file",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private Indicator? Listed(string? digest) => digest is null || _digests.Count == 0 ? null
        : _digests.GetValueOrDefault(digest.StartsWith("sha256:", StringComparison.Ordinal) ? digest[7..] : digest);

    private void AddPath(Indicator indicator)
    {
        var glob = new PathGlob(indicator.Value);
        _paths.Add(glob, _globs.Count);
        _globs.Add((glob, indicator));
    }
}

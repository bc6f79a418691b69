using System.Buffers;
using System.Text.RegularExpressions;
using StoreForensics.Evidence;
using StoreForensics.Model;
using YamlDotNet.RepresentationModel;

namespace StoreForensics.Findings.Patterns;

/// <summary>Reads rule files (docs/rules.md, docs/rules.schema.json).</summary>
internal sealed partial class RuleFileReader
{
    public const int MaxRules = 20_000;
    private const int MaxPatternChars = 2000;
    private const int MaxPatterns = 5000;
    private const int MaxAlternatives = 20;

    private static readonly string[] s_ruleKeys = ["id", "title", "when", "severity", "confidence", "attack", "next", "alternatives", "reason", "content",
        "text", "file",
        "cases", "examples"];
    private static readonly string[] s_textKeys = ["in", "words", "any", "none", "path"];
    private static readonly string[] s_fileKeys = ["path", "not-path", "owner", "change", "kind", "mode", "uid", "gid", "target", "digest", "package-step",
        "engine-account", "executable", "hidden"];

    private static readonly string[] s_caseKeys = ["when", "severity", "alternatives"];
    private static readonly string[] s_exampleListKeys = ["fires", "silent"];
    private static readonly string[] s_textExampleKeys = ["in", "text", "path", "severity"];
    private static readonly string[] s_fileExampleKeys = ["path", "owner", "change", "kind", "mode", "uid", "gid", "target", "digest", "step", "severity"];

    private readonly YamlReader _yaml;
    private readonly string _name;
    private readonly bool _isBuiltIn;
    private int _patterns;

    /// <summary>Every key below the top, for the schema.</summary>
    public static IEnumerable<string> Keys => [.. s_ruleKeys, .. s_textKeys, .. s_fileKeys, .. s_caseKeys, .. s_exampleListKeys, .. s_textExampleKeys,
        .. s_fileExampleKeys];

    private RuleFileReader(string name, bool isBuiltIn) => (_name, _yaml, _isBuiltIn) = (name, new YamlReader(name), isBuiltIn);

    /// <exception cref="RuleFileException">The file is not as it must be.</exception>
    /// <param name="name">For messages.</param>
    /// <param name="text">What is in it.</param>
    /// <param name="isBuiltIn">Whether it is a file of the program, whose patterns the tests have tried: they are made when they are first needed.</param>
    public static RuleFile Read(string name, string text, bool isBuiltIn = false) => new RuleFileReader(name, isBuiltIn).Read(text);

    private RuleFile Read(string text)
    {
        YamlMappingNode top = _yaml.Load(text, _isBuiltIn);
        Dictionary<string, YamlNode> fields = _yaml.Fields(top, "version", "rules", "disable");
        if (!fields.TryGetValue("version", out YamlNode? version) || _yaml.Text(version) != "1")
            throw _yaml.At(version ?? top, "version: 1 is what this program reads");
        var rules = new List<PatternRule>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (YamlNode node in fields.TryGetValue("rules", out YamlNode? list) ? _yaml.List(list) : [])
        {
            PatternRule rule = Rule(node);
            if (!ids.Add(rule.Rule.Id))
                throw _yaml.At(node, $"{rule.Rule.Id} is there twice");
            rules.Add(rule);
            if (rules.Count > MaxRules)
                throw _yaml.At(node, $"more than {MaxRules} rules");
        }
        return new RuleFile(_name, rules, fields.TryGetValue("disable", out YamlNode? off) ? [.. _yaml.Texts(off).Select(t => t.Text)] : []);
    }

    private PatternRule Rule(YamlNode node)
    {
        Dictionary<string, YamlNode> fields = _yaml.Fields(node, s_ruleKeys);
        foreach (string needed in (string[])["id", "title", "severity", "attack", "next", "when"])
        {
            if (!fields.ContainsKey(needed))
                throw _yaml.At(node, $"a rule has {needed}");
        }
        if (fields.ContainsKey("text") == fields.ContainsKey("file"))
            throw _yaml.At(node, "a rule has text or file, one of them");
        string id = _yaml.Text(fields["id"]);
        if (!Id().IsMatch(id))
            throw _yaml.At(fields["id"], "an id is of lower-case letters, digits and dashes, 64 at most");
        bool isText = fields.ContainsKey("text");
        FindingSeverity severity = _yaml.Word(fields["severity"], RuleWords.Severities);
        (YamlNode Node, FindingSeverity? Severity)[] cases = fields.TryGetValue("cases", out YamlNode? list)
            ? [.. _yaml.List(list).Select(c => (c, CaseSeverity(c)))] : [];
        var words = new Rule(id, _yaml.Text(fields["title"]), fields.TryGetValue("confidence", out YamlNode? confidence)
            ? _yaml.Word(confidence, RuleWords.Confidences) : FindingConfidence.Medium,
            [.. _yaml.Texts(fields["attack"]).Select(t => Technique().IsMatch(t.Text) ? t.Text
                : throw _yaml.At(t.Node, "a technique is T1234 or T1234.001"))], _yaml.Text(fields["next"]))
        {
            When = _yaml.Text(fields["when"]),
            Alternatives = fields.TryGetValue("alternatives", out YamlNode? others) ? Alternatives(others)
                : ["somebody may have done so on purpose and by right"],
            Severities = [.. cases.Select(c => c.Severity).OfType<FindingSeverity>().Append(severity).Distinct().Order()],
            IsAboutContent = fields.TryGetValue("content", out YamlNode? content) && _yaml.Flag(content),
        };
        var rule = new PatternRule
        {
            Rule = words,
            Severity = severity,
            Reason = fields.TryGetValue("reason", out YamlNode? reason) ? _yaml.Text(reason) : null,
            Text = isText ? Text(fields["text"]) : null,
            File = isText ? null : File(fields["file"]),
            Cases = [.. cases.Select(c => Case(c.Node, c.Severity, words, isText))],
            Examples = fields.TryGetValue("examples", out YamlNode? examples) ? Examples(examples, isText) : [],
        };
        if (!_isBuiltIn)
            CheckReason(rule, reason ?? node);
        return rule;
    }

    private FindingSeverity? CaseSeverity(YamlNode node)
    {
        Dictionary<string, YamlNode> fields = _yaml.Fields(node, s_caseKeys);
        if (!fields.ContainsKey("when") || !fields.TryGetValue("severity", out YamlNode? severity))
            throw _yaml.At(node, "a case has when and severity");
        return _yaml.Word(severity, RuleWords.CaseSeverities);
    }

    private PatternCase Case(YamlNode node, FindingSeverity? severity, Rule rule, bool isText)
    {
        Dictionary<string, YamlNode> fields = _yaml.Fields(node, s_caseKeys);
        Rule then = fields.TryGetValue("alternatives", out YamlNode? others) ? rule with { Alternatives = Alternatives(others) } : rule;
        return new PatternCase(then, severity, isText ? Text(fields["when"]) : null, isText ? null : File(fields["when"]));
    }

    private TextCondition Text(YamlNode node)
    {
        Dictionary<string, YamlNode> fields = _yaml.Fields(node, s_textKeys);
        TextKind kinds = TextKind.None;
        foreach (YamlNode kind in fields.TryGetValue("in", out YamlNode? list) ? Words(list) : [])
            kinds |= _yaml.Word(kind, RuleWords.TextKinds);
        string[] words = [.. Texts(fields, "words").Select(t => t.Text.Length is > 0 and <= MaxPatternChars ? t.Text
            : throw _yaml.At(t.Node, $"a word has 1 to {MaxPatternChars} characters"))];
        SearchValues<string>? search = words.Length == 0 ? null : SearchValues.Create(words, StringComparison.OrdinalIgnoreCase);
        return new TextCondition
        {
            Kinds = kinds,
            WordList = words,
            Words = search,
            Any = Patterns(fields, "any"),
            None = Patterns(fields, "none"),
            Paths = Globs(fields, "path")
        };
    }

    private FileCondition File(YamlNode node)
    {
        Dictionary<string, YamlNode> fields = _yaml.Fields(node, s_fileKeys);
        FileHappening happening = FileHappening.None;
        foreach (YamlNode word in fields.TryGetValue("change", out YamlNode? change) ? Words(change) : [])
            happening |= _yaml.Word(word, RuleWords.Happenings);
        return new FileCondition
        {
            Paths = Globs(fields, "path"),
            NotPaths = Globs(fields, "not-path"),
            Owners = [.. (fields.TryGetValue("owner", out YamlNode? owner) ? Words(owner) : []).Select(w => _yaml.Word(w, RuleWords.Owners))],
            Happening = happening,
            Kinds = [.. (fields.TryGetValue("kind", out YamlNode? kind) ? Words(kind) : []).Select(w => _yaml.Word(w, RuleWords.Kinds))],
            ModeBits = fields.TryGetValue("mode", out YamlNode? mode) ? Mode(mode) : 0,
            Uids = Numbers(fields, "uid"),
            Gids = Numbers(fields, "gid"),
            Targets = [.. Texts(fields, "target").Select(t => Glob(t.Text.StartsWith('/') || t.Text.StartsWith('*') ? t.Text : "**/" + t.Text, t.Node))],
            Digests = [.. Texts(fields, "digest").Select(t => t.Text.Length is 64 or 40 or 32 && t.Text.All(char.IsAsciiHexDigit) ? t.Text.ToLowerInvariant()
                : throw _yaml.At(t.Node, "a digest is SHA-256, SHA-1 or MD5 in hex"))],
            IsPackageStep = Flag(fields, "package-step"),
            IsEnginesAccount = Flag(fields, "engine-account"),
            IsExecutable = Flag(fields, "executable"),
            IsHidden = Flag(fields, "hidden"),
        };
    }

    private RuleExample[] Examples(YamlNode node, bool isText)
    {
        Dictionary<string, YamlNode> fields = _yaml.Fields(node, s_exampleListKeys);
        var examples = new List<RuleExample>();
        foreach (string key in s_exampleListKeys)
        {
            foreach (YamlNode example in fields.TryGetValue(key, out YamlNode? list) ? _yaml.List(list) : [])
                examples.Add(isText ? TextExample(example, key == "fires") : FileExample(example, key == "fires"));
        }
        return [.. examples];
    }

    private RuleExample TextExample(YamlNode node, bool fires)
    {
        Dictionary<string, YamlNode> fields = _yaml.Fields(node, s_textExampleKeys);
        if (!fields.TryGetValue("in", out YamlNode? kind) || !fields.TryGetValue("text", out YamlNode? text))
            throw _yaml.At(node, "an example has in and text");
        return new RuleExample
        {
            Fires = fires,
            Line = (int)Math.Min(int.MaxValue, node.Start.Line),
            Severity = fields.TryGetValue("severity", out YamlNode? severity) ? _yaml.Word(severity, RuleWords.Severities) : null,
            Kind = _yaml.Word(kind, RuleWords.TextKinds),
            Text = _yaml.Text(text),
            Path = fields.TryGetValue("path", out YamlNode? path) ? _yaml.Text(path) : "/file",
        };
    }

    private RuleExample FileExample(YamlNode node, bool fires)
    {
        Dictionary<string, YamlNode> fields = _yaml.Fields(node, s_fileExampleKeys);
        if (!fields.TryGetValue("path", out YamlNode? path) || !_yaml.Text(path).StartsWith('/'))
            throw _yaml.At(node, "an example has an absolute path");
        return new RuleExample
        {
            Fires = fires,
            Line = (int)Math.Min(int.MaxValue, node.Start.Line),
            Severity = fields.TryGetValue("severity", out YamlNode? severity) ? _yaml.Word(severity, RuleWords.Severities) : null,
            Path = _yaml.Text(path),
            Owner = fields.TryGetValue("owner", out YamlNode? owner) ? _yaml.Word(owner, RuleWords.Owners) : FileOwner.Step,
            Happening = fields.TryGetValue("change", out YamlNode? change) ? _yaml.Word(change, RuleWords.Happenings) : FileHappening.Added,
            EntryKind = fields.TryGetValue("kind", out YamlNode? kind) ? _yaml.Word(kind, RuleWords.Kinds) : fields.ContainsKey("target") ? EntryKind.Symlink
                : EntryKind.File,
            Mode = fields.TryGetValue("mode", out YamlNode? mode) ? Mode(mode) : 0x1A4,
            Uid = Numbers(fields, "uid") is [var uid] ? uid : 0,
            Gid = Numbers(fields, "gid") is [var gid] ? gid : 0,
            Target = fields.TryGetValue("target", out YamlNode? target) ? _yaml.Text(target) : null,
            Digest = fields.TryGetValue("digest", out YamlNode? digest) ? _yaml.Text(digest) : null,
            Step = fields.TryGetValue("step", out YamlNode? step) ? _yaml.Text(step) : "",
        };
    }

    private string[] Alternatives(YamlNode node)
    {
        IReadOnlyList<(string Text, YamlNode Node)> texts = _yaml.Texts(node);
        return texts.Count <= MaxAlternatives ? [.. texts.Select(t => t.Text)] : throw _yaml.At(node, $"more than {MaxAlternatives} alternatives");
    }

    private LinearRegex[] Patterns(Dictionary<string, YamlNode> fields, string key) => [.. Texts(fields, key).Select(t => Pattern(t.Text, t.Node))];

    private LinearRegex Pattern(string text, YamlNode node)
    {
        // Each is made ready by itself, which takes about a millisecond.
        if (++_patterns > MaxPatterns)
            throw _yaml.At(node, $"more than {MaxPatterns} patterns in a file; plain texts belong into words, or a list for --ioc");
        if (text.Length is 0 or > MaxPatternChars)
            throw _yaml.At(node, $"a pattern has 1 to {MaxPatternChars} characters");
        var pattern = new LinearRegex(text);
        try
        {
            if (!_isBuiltIn)
                pattern.Check();
            return pattern;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw _yaml.At(node, "the pattern cannot be used (no look-around, back-references or very large repetitions): "
                + Primitives.DisplayText.Escape(e.Message));
        }
    }

    private PathGlob[] Globs(Dictionary<string, YamlNode> fields, string key) => [.. Texts(fields, key).Select(t => Glob(t.Text, t.Node))];

    private PathGlob Glob(string text, YamlNode node)
    {
        try
        {
            return new PathGlob(text);
        }
        catch (FormatException e)
        {
            throw _yaml.At(node, e.Message);
        }
    }

    private uint[] Numbers(Dictionary<string, YamlNode> fields, string key) =>
        [.. Texts(fields, key).Select(t => uint.TryParse(t.Text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture,
            out uint number) ? number : throw _yaml.At(t.Node, "a number belongs here"))];

    private int Mode(YamlNode node)
    {
        string text = _yaml.Text(node);
        return text.Length is > 0 and <= 5 && text.All(c => c is >= '0' and <= '7') ? Convert.ToInt32(text, 8) & 0xFFF
            : throw _yaml.At(node, "a mode is octal: '4000'");
    }

    private bool? Flag(Dictionary<string, YamlNode> fields, string key) => fields.TryGetValue(key, out YamlNode? node) ? _yaml.Flag(node) : null;

    private IReadOnlyList<(string Text, YamlNode Node)> Texts(Dictionary<string, YamlNode> fields, string key) => fields.TryGetValue(key, out YamlNode? node)
        ? _yaml.Texts(node) : [];

    private IEnumerable<YamlNode> Words(YamlNode node) => _yaml.Texts(node).Select(t => t.Node);

    private void CheckReason(PatternRule rule, YamlNode node)
    {
        foreach (string name in ReasonTemplate.Names(rule.Reason ?? ""))
        {
            bool isKnown = rule.Text is { } text ? name is "where" or "text" || text.Any.Any(p => p.Groups.Contains(name, StringComparer.Ordinal))
                : name is "path" or "verb" or "target" or "owner" or "mode";
            if (!isKnown)
                throw _yaml.At(node, $"the reason names {{{Primitives.DisplayText.Escape(name)}}}, which the rule does not give");
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}$")]
    private static partial Regex Id();

    [GeneratedRegex(@"^T[0-9]{4}(\.[0-9]{3})?$")]
    private static partial Regex Technique();
}

using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace StoreForensics.Findings.Patterns;

/// <summary>Reads the nodes of a rule file, with the line in every complaint. Keys that nobody
/// asked for are errors: a misspelt condition would make a rule find too much.</summary>
internal sealed class YamlReader(string fileName)
{
    public const int MaxChars = 4 << 20;
    private const int MaxDepth = 16;

    /// <param name="text">The file.</param>
    /// <param name="isTrusted">Whether it is the program's own: how deep it nests is known.</param>
    /// <exception cref="RuleFileException">It is no YAML, nests too deeply, uses anchors, or its top is no mapping.</exception>
    public YamlMappingNode Load(string text, bool isTrusted = false)
    {
        if (text.Length > MaxChars)
            throw new RuleFileException($"{fileName}: a rule file has at most {MaxChars >> 20} MiB");
        try
        {
            if (!isTrusted)
                CheckNesting(text);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode top)
                return top;
        }
        catch (YamlException e)
        {
            throw new RuleFileException(string.Create(CultureInfo.InvariantCulture, $"{fileName}:{e.Start.Line}: {Primitives.DisplayText.Escape(e.Message)}"),
                e);
        }
        throw new RuleFileException($"{fileName}: a rule file is one mapping with version and rules");
    }

    /// <summary>The mapping's values by key.</summary>
    public Dictionary<string, YamlNode> Fields(YamlNode node, params ReadOnlySpan<string> known)
    {
        if (node is not YamlMappingNode mapping)
            throw At(node, "a mapping belongs here");
        var fields = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            string name = Text(key);
            if (known.IndexOf(name) < 0)
                throw At(key, $"unknown key {Primitives.DisplayText.Escape(name)}; known are {string.Join(", ", known.ToArray())}");
            fields.Add(name, value);
        }
        return fields;
    }

    public string Text(YamlNode node) => node is YamlScalarNode { Value: { } value } ? value : throw At(node, "a text belongs here");

    public bool Flag(YamlNode node) => Text(node) switch { "true" => true, "false" => false, _ => throw At(node, "true or false belongs here") };

    /// <summary>A list of texts; a single text is a list of one.</summary>
    public IReadOnlyList<(string Text, YamlNode Node)> Texts(YamlNode node) => node is YamlSequenceNode list ? [.. list.Children.Select(c => (Text(c), c))]
        : [(Text(node), node)];

    public IReadOnlyList<YamlNode> List(YamlNode node) => node is YamlSequenceNode list ? [.. list.Children] : throw At(node, "a list belongs here");

    /// <summary>One of some words.</summary>
    public T Word<T>(YamlNode node, IReadOnlyDictionary<string, T> words) =>
        words.TryGetValue(Text(node), out T? value) ? value
            : throw At(node, $"{Primitives.DisplayText.Escape(Text(node))} is none of {string.Join(", ", words.Keys)}");

    public RuleFileException At(YamlNode node, string message) => new(string.Create(CultureInfo.InvariantCulture, $"{fileName}:{node.Start.Line}: {message}"));

    // The tree is built by recursion: nesting is bounded before.
    private void CheckNesting(string text)
    {
        var parser = new Parser(new StringReader(text));
        int depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current is MappingStart or SequenceStart ? 1 : parser.Current is MappingEnd or SequenceEnd ? -1 : 0;
            if (depth > MaxDepth || parser.Current is AnchorAlias)
                throw new RuleFileException(string.Create(CultureInfo.InvariantCulture,
                    $"{fileName}:{parser.Current!.Start.Line}: {(depth > MaxDepth ? "nested too deeply" : "references to anchors are not read")}"));
        }
    }
}

using System.Reflection;
using StoreForensics.Findings.Patterns;
using StoreForensics.Findings.Rules;
using StoreForensics.Model;

namespace StoreForensics.Findings;

/// <summary>The rules to look with: those of the program, in C# where they need logic and in rule
/// files where they do not, with what the user's rule files add, replace or switch off.</summary>
public sealed class RuleLibrary
{
    private const string ResourcePrefix = "rules/";

    private static readonly Lazy<RuleLibrary> s_builtIn = new(() => new RuleLibrary(BuiltInFiles()));

    private readonly IReadOnlyList<RuleFile> _files;

    private RuleLibrary(IReadOnlyList<RuleFile> files)
    {
        _files = files;
        Disabled = files.SelectMany(f => f.Disabled).ToHashSet(StringComparer.Ordinal);
        // A later file's rule replaces one of the same id, wherever that is.
        var byId = new Dictionary<string, PatternRule>(StringComparer.Ordinal);
        foreach (PatternRule rule in files.SelectMany(f => f.Rules))
            byId[rule.Rule.Id] = rule;
        Patterns = [.. byId.Values];
    }

    /// <summary>What the program brings.</summary>
    public static RuleLibrary BuiltIn => s_builtIn.Value;

    /// <summary>Reads what the program brings while the caller does something else.</summary>
    public static void Prepare() => new Thread(static () =>
    {
        try
        {
            _ = s_builtIn.Value;
        }
        catch (Exception e) when (e is RuleFileException)
        {
            // Whoever asks for them is told.
        }
    })
    { IsBackground = true, Name = "rules" }.Start();

    internal IReadOnlyList<PatternRule> Patterns { get; }

    /// <summary>Ids whose findings are not wanted.</summary>
    internal IReadOnlySet<string> Disabled { get; }

    /// <summary>The built-in rules and those of rule files; a directory stands for its <c>.yaml</c> and <c>.yml</c> files, in byte order of names.</summary>
    /// <exception cref="RuleFileException">A file cannot be read or is not as it must be.</exception>
    public static RuleLibrary Load(IReadOnlyList<string> paths) => paths.Count == 0 ? BuiltIn : With([.. RuleFiles.Read(paths)]);

    /// <exception cref="RuleFileException">A file switches off or replaces what it cannot.</exception>
    internal static RuleLibrary With(IReadOnlyList<RuleFile> files)
    {
        var known = new RuleLibrary([.. BuiltIn._files, .. files]);
        var ids = known.All().Select(r => r.Id).ToHashSet(StringComparer.Ordinal);
        foreach (RuleFile file in files)
        {
            if (file.Disabled.FirstOrDefault(id => !ids.Contains(id)) is { } unknown)
                throw new RuleFileException($"{file.Name}: disable names {Primitives.DisplayText.Escape(unknown)}, which is no rule");
        }
        HashSet<string> logic = RuleSet.All().SelectMany(r => r.Rules).Select(r => r.Id).ToHashSet(StringComparer.Ordinal);
        if (known.Patterns.FirstOrDefault(p => logic.Contains(p.Rule.Id)) is { } clash)
            throw new RuleFileException(
                $"{clash.Rule.Id} is a rule of the program that no pattern can replace: disable it and give the new one an id of its own");
        return known;
    }

    /// <summary>Every rule, in byte order of ids.</summary>
    public IReadOnlyList<RuleDescription> Describe() =>
        [.. All().OrderBy(r => r.Id, StringComparer.Ordinal).Select(r =>
            new RuleDescription(r.Id, r.Title, r.When, r.Severities, r.Confidence, r.Attack, r.Next, !Disabled.Contains(r.Id)))];

    internal IEnumerable<Rule> All() => RuleSet.All().SelectMany(r => r.Rules).Concat(Patterns.Select(p => p.Rule)).DistinctBy(r => r.Id,
        StringComparer.Ordinal);

    private static RuleFile[] BuiltInFiles()
    {
        Assembly assembly = typeof(RuleLibrary).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(n =>
            n.StartsWith(ResourcePrefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return RuleFileReader.Read(name[ResourcePrefix.Length..], reader.ReadToEnd(), isBuiltIn: true);
        })];
    }
}

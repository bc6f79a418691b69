using System.CommandLine;
using System.IO.Enumeration;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Cli.Commands.Options;

/// <summary>Which findings are printed: by severity, rule, image, container and pod. Of several of one option any may fit.</summary>
internal sealed class FindingFilter
{
    private readonly Option<string?> _severity = new Option<string?>("--severity")
    {
        Description = "Those of this severity and above",
        HelpName = "critical|high|medium|low|info"
    }.Suggesting([.. Enum.GetValues<FindingSeverity>().Select(s => s.Word())]);
    private readonly Option<string[]> _rules = new("--rule") { Description = "Those of this rule (* and ? as wildcards); repeatable", HelpName = "GLOB" };
    private readonly Option<string[]> _images = new("--image") { Description = "Those about this image; repeatable", HelpName = "IMAGE" };
    private readonly Option<string[]> _containers = new("--container") { Description = "Those about this container; repeatable", HelpName = "CONTAINER" };
    private readonly PodFilter _pods = new();

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_severity, _rules, _images, _containers])
            command.Add(option);
        _pods.AddTo(command);
    }

    /// <summary>Tells of wrong values before the evidence is read.</summary>
    /// <exception cref="UsageException">One is.</exception>
    public void Check(ParseResult call) => _ = Least(call);

    /// <summary>Those that are wanted, in their order.</summary>
    /// <exception cref="UsageException">No such image or container.</exception>
    public IEnumerable<Finding> Of(ParseResult call, Inventory inventory, IEnumerable<Finding> findings)
    {
        FindingSeverity? least = Least(call);
        string[] rules = call.GetValue(_rules) ?? [];
        IReadOnlyList<Container>? pods = _pods.Of(call, inventory);
        List<Container> containers = [.. (call.GetValue(_containers) ?? []).SelectMany(inventory.FindContainers)];
        List<Image> images = [.. (call.GetValue(_images) ?? []).SelectMany(inventory.FindImages)];
        bool isNamed = containers.Count > 0 || images.Count > 0;
        return findings.Where(f => (least is null || f.Severity >= least)
            && (rules.Length == 0 || rules.Any(r => FileSystemName.MatchesSimpleExpression(r, f.Rule, ignoreCase: false)))
            && (pods is null || pods.Any(c => IsOf(c, f)))
            && (!isNamed || containers.Any(c => IsOf(c, f)) || images.Any(i => IsOf(i, f))));
    }

    private FindingSeverity? Least(ParseResult call)
    {
        if (call.GetValue(_severity) is not { } word)
            return null;
        foreach (FindingSeverity severity in Enum.GetValues<FindingSeverity>())
        {
            if (severity.Word() == word)
                return severity;
        }
        throw new UsageException($"--severity takes critical, high, medium, low or info, not {DisplayText.Escape(word)}");
    }

    private static bool IsOf(Container container, Finding finding) =>
        container.Store.Root.Evidence == finding.Evidence && finding.Subjects.Contains(container.DisplayName, StringComparer.Ordinal);

    private static bool IsOf(Image image, Finding finding) =>
        image.Store.Root.Evidence == finding.Evidence && image.DisplayNames.Any(n => finding.Subjects.Contains(n, StringComparer.Ordinal));
}

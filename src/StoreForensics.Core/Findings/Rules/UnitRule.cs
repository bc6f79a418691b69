using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Containers that systemd starts, as units of Podman's say (podman-systemd.unit(5)): as services they can come back after every boot.</summary>
internal sealed class UnitRule : IInventoryRule
{
    private static readonly Rule s_rule = new("persistence-unit", "Container started by systemd", FindingConfidence.Medium, ["T1543.002", "T1543.005"],
        "Who wrote the unit, and when; what the container runs.")
    {
        When = "A unit makes a container, pod or manifest a service; high where it asks for privileges, the host's namespaces, root or engine.",
        Alternatives = ["an administrator's way to run a service"],
        Basis = ["the text of the unit in the evidence, whose modification time anyone could have set"],
        Severities = [FindingSeverity.Low, FindingSeverity.High],
    };

    private static readonly string[] s_powers = ["--privileged", "--pid=host", "--pid host", "Volume=/:", "podman.sock", "docker.sock", "--volume=/:", "-v /:",
        "--cap-add=all", "--cap-add=sys_admin", "AddCapability=all", "AddCapability=CAP_SYS_ADMIN", "SecurityLabelDisable=true", "SeccompProfile=unconfined"];

    public IReadOnlyList<Rule> Rules => [s_rule];

    public void Look(Inventory inventory, FindingSink sink)
    {
        foreach (NodeFile unit in inventory.NodeFiles.Where(f => f is { Kind: NodeFileKind.Unit, Text: not null } && IsStarting(f.Path)))
        {
            string[] lines = [.. Lines(unit.Text!)];
            string[] powers = [.. s_powers.Where(p => lines.Any(l => l.Contains(p, StringComparison.OrdinalIgnoreCase)))];
            string image = Value(unit.Text!, "Image") is { } named ? $" of {DisplayText.Escape(named)}" : "";
            string asked = powers.Length == 0 ? "" : $", with {string.Join(", ", powers)}";
            sink.Add(s_rule, powers.Length > 0 ? FindingSeverity.High : FindingSeverity.Low, [SubjectOf(unit)],
                $"{DisplayText.Escape(unit.Path)} makes it a service of systemd{image}{asked}.", unit.Origin, time: unit.Modified);
        }
    }

    /// <summary>What the unit's container is called: as it says, else as the generator calls it.</summary>
    public static string SubjectOf(NodeFile unit)
    {
        string file = unit.Path[(unit.Path.LastIndexOf('/') + 1)..];
        string stem = file.LastIndexOf('.') is > 0 and var dot ? file[..dot] : file;
        string text = unit.Text ?? "";
        return Value(text, "ContainerName") ?? Value(text, "PodName") ?? (file.EndsWith(".kube", StringComparison.Ordinal) ? stem : "systemd-" + stem);
    }

    private static bool IsStarting(string path) => path.EndsWith(".container", StringComparison.Ordinal) || path.EndsWith(".pod", StringComparison.Ordinal)
        || path.EndsWith(".kube", StringComparison.Ordinal);

    // Comments begin with one of two marks (systemd.syntax(7)).
    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(l => l.Trim()).Where(l => l is not ['#' or ';', ..]);

    private static string? Value(string text, string key) => Lines(text)
        .Where(l => l.StartsWith(key + "=", StringComparison.Ordinal)).Select(l => l[(key.Length + 1)..].Trim())
        .FirstOrDefault(v => v.Length is > 0 and <= 256);
}

using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules.Containers;

/// <summary>Containers started in the small hours, where the host's others were not.</summary>
internal sealed class ContainerHoursRule : IInventoryRule
{
    private const int MinContainers = 4;

    private static readonly Rule s_rule = new("container-odd-hours", "Started at an hour when nothing else was", FindingConfidence.Low, ["T1610"],
        "Who was on the host at that time.")
    {
        When = "A container was created between midnight and five (UTC) by itself, where three quarters of the others, four at least, were created at other hours.",
        Alternatives = ["scheduled work, or people in another time zone"],
        Severities = [FindingSeverity.Info],
    };

    public IReadOnlyList<Rule> Rules => [s_rule];

    public void Look(Inventory inventory, FindingSink sink)
    {
        Container[] dated = [.. inventory.Containers.Where(c => c.Created is not null)];
        Container[] night = [.. dated.Where(c => HourOf(c.Created!.Value.Time) < 5)];
        if (dated.Length < MinContainers || night.Length * 4 > dated.Length)
            return;
        foreach (Container container in night)
            sink.Add(s_rule, FindingSeverity.Info, [container.DisplayName], $"It was created at {container.Created!.Value.Time}.", container.Origin,
                time: container.Created.Value.Time);
    }

    private static long HourOf(Timestamp time) => (((time.Seconds % 86400) + 86400) % 86400) / 3600;
}

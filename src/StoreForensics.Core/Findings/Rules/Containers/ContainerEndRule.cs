using System.Globalization;
using StoreForensics.Model;

namespace StoreForensics.Findings.Rules.Containers;

/// <summary>Containers that crashed again and again, or ran out of memory.</summary>
internal sealed class ContainerEndRule : IInventoryRule
{
    private static readonly Rule s_rule = new("container-crashes", "Crash loop or out of memory", FindingConfidence.Medium, ["T1499", "T1496"],
        "Its log around the times, and what took the memory.")
    {
        When = "A container ran out of memory, was restarted three times or more, or died of a fault in memory; info when it was killed.",
        Alternatives = ["a fault of the program, or too little memory"],
        Severities = [FindingSeverity.Info, FindingSeverity.Low],
    };

    public IReadOnlyList<Rule> Rules => [s_rule];

    public void Look(Inventory inventory, FindingSink sink)
    {
        foreach (Container container in inventory.Containers)
        {
            if (container.OomKilled == true)
                sink.Add(s_rule, FindingSeverity.Low, [container.DisplayName], "The kernel killed it because memory ran out.", container.Origin,
                    time: container.Finished?.Time);
            if (container.RestartCount >= 3)
                sink.Add(s_rule, FindingSeverity.Low, [container.DisplayName],
                    string.Create(CultureInfo.InvariantCulture, $"The engine restarted it {container.RestartCount} times."), container.Origin,
                    time: container.Finished?.Time);
            if (container.ExitCode is 139 or 134 or 135)
                sink.Add(s_rule, FindingSeverity.Low, [container.DisplayName],
                    string.Create(CultureInfo.InvariantCulture, $"It ended with exit code {container.ExitCode}: a fault in its memory."), container.Origin,
                    time: container.Finished?.Time);
            if (container is { ExitCode: 137, OomKilled: not true })
                sink.Add(s_rule, FindingSeverity.Info, [container.DisplayName],
                    "It ended with exit code 137: something killed it, as docker kill does, and docker stop when it does not end by itself.", container.Origin,
                    time: container.Finished?.Time);
        }
    }
}

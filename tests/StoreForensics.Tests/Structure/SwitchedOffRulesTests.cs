namespace StoreForensics.Tests.Structure;

/// <summary>A rule of the analyzers is switched off for a reason, which stands above it.</summary>
internal sealed class SwitchedOffRulesTests
{
    [Test]
    public void Every_rule_that_is_off_has_its_reason_above_it()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Checkout.Root, ".editorconfig"));
        int[] off = [.. Enumerable.Range(0, lines.Length).Where(i => lines[i].Replace(" ", "", StringComparison.Ordinal).EndsWith("severity=none",
            StringComparison.Ordinal))];
        Assert.That(off, Is.Not.Empty);
        Assert.That(off.Where(i => i == 0 || !lines[i - 1].StartsWith("# ", StringComparison.Ordinal)).Select(i => lines[i]), Is.Empty);
    }
}

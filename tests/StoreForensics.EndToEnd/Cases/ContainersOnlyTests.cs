using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Cases;

/// <summary>A collection of configurations and logs, without images and layers.</summary>
internal sealed class ContainersOnlyTests
{
    private static string Input => CaseInput.Of("containers-only");

    [Test]
    public void The_containers_are_told_with_states_names_logs_and_events()
    {
        IReadOnlyList<JsonRow> rows = BuiltProgram.Run("containers", Input, "--format", "json").MustExit(4).JsonRows();
        Assert.That(rows.Select(r => r.Text("name")).Order(StringComparer.Ordinal),
            Is.EqualTo(new[] { "db", "fervent_archimedes", "import-failed", "node-exporter", "orphan", "updater", "web" }));
        Assert.That(rows.Select(r => r.Text("state")), Has.None.Null);
        Assert.That(BuiltProgram.Run("logs", Input, "web").MustExit(4).Text, Does.Contain("GET /"));
        Assert.That(BuiltProgram.Run("timeline", Input).MustExit(4).Text, Does.Contain("container.started"));
    }

    [Test]
    public void What_was_not_collected_is_said_once()
    {
        ProgramRun run = BuiltProgram.Run("info", Input).MustExit(4);
        string[] damaged = [.. run.Errors.Split('\n').Where(l => l.Contains("damaged:", StringComparison.Ordinal))];
        Assert.That(damaged, Has.Length.EqualTo(1));
        Assert.That(damaged[0], Does.Contain("$/var/lib/docker: ").And.Contain("image store").And.Contain("layers").And.Contain("SF-STORE-0006"));
    }

    [TestCase("info")]
    [TestCase("containers")]
    [TestCase("findings")]
    [TestCase("verify")]
    [TestCase("timeline")]
    public void Nothing_is_called_interrupted_or_left_over(string command)
    {
        ProgramRun run = BuiltProgram.Run(command, Input).MustExit(4);
        foreach (string word in (string[])["interrupted", "left over", "container without", "removed by force", "no image of the store any more", "wiped"])
            Assert.That(run.Text + run.Errors, Does.Not.Contain(word));
    }

    [Test]
    public void Nor_in_a_report()
    {
        using var scratch = new ScratchFolder();
        BuiltProgram.Run("analyze", Input, "-o", scratch.File("case.json"), "-o", scratch.File("case.html")).MustExit(4);
        foreach (string name in (string[])["case.json", "case.html"])
            Assert.That(File.ReadAllText(scratch.File(name)),
                Does.Not.Contain("container without").And.Not.Contain("container-image-gone").And.Not.Contain("an interrupted"));
    }
}

extern alias cli;

using cli::StoreForensics.Cli.Output;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Cli;

/// <summary>What a killed run left is cleared away; what lives, is another's, or is evidence stays.</summary>
[Platform("Linux")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
internal sealed class DeadRunsTests
{
    private string _temporary = "", _outputs = "";

    [SetUp]
    public void Make()
    {
        _temporary = Directory.CreateTempSubdirectory("sf-dead-").FullName;
        _outputs = Directory.CreateTempSubdirectory("sf-dead-").FullName;
    }

    [TearDown]
    public void Remove()
    {
        Directory.Delete(_temporary, recursive: true);
        Directory.Delete(_outputs, recursive: true);
    }

    [Test]
    public void A_dead_runs_directory_and_its_unfinished_outputs_go()
    {
        string partial = Output(".storeforensics-abcdefg1.ab1.partial"), stage = Path.Combine(_outputs, ".storeforensics-abcdefg1.ab2.partial");
        Directory.CreateDirectory(Path.Combine(stage, "etc", "no way in"));
        File.WriteAllText(Path.Combine(stage, "etc", "passwd"), "x");
        File.CreateSymbolicLink(Path.Combine(stage, "link"), _temporary + "/..");
        File.SetUnixFileMode(Path.Combine(stage, "etc"), UnixFileMode.None);
        string dead = Dead(Line(partial), Line(stage));
        File.WriteAllText(Path.Combine(dead, "events-1"), "x");

        Clear();

        Assert.That(Directory.GetFileSystemEntries(_temporary), Is.Empty);
        Assert.That(Directory.GetFileSystemEntries(_outputs), Is.Empty);
        Assert.That(Directory.Exists(Path.GetTempPath()), Is.True, "the link was not followed");
    }

    [Test]
    public void A_run_that_lives_keeps_what_it_made()
    {
        using var scratch = new Scratch(_temporary);
        string partial = Output(".storeforensics-abcdefg1.ab1.partial");
        scratch.Note(Line(partial));
        using FileStream file = scratch.CreateFile("events");

        Clear();

        Assert.That(File.Exists(partial), Is.True);
        Assert.That(Directory.GetFiles(Directory.GetDirectories(_temporary).Single()), Has.Length.EqualTo(2));
    }

    [Test]
    public void Of_a_record_only_what_a_run_makes_is_touched()
    {
        string[] stay = [Output("report.pdf"), Output(".storeforensics-a.partial"), Output(".storeforensics-abcdefg1.ab2.partial")];
        Dead([.. stay.Select(Line), "zz", "nonsense", ""]);

        DeadRuns.Clear(_temporary, path => path == stay[^1]);

        Assert.That(Directory.GetFileSystemEntries(_temporary), Is.Empty);
        Assert.That(stay.Where(File.Exists), Has.Exactly(3).Items);
    }

    [Test]
    public void One_that_was_killed_as_it_began_goes([Values] bool hadAFile)
    {
        string directory = Dead();
        if (hadAFile)
            File.WriteAllBytes(Path.Combine(directory, Scratch.RunFile), []);
        else
            File.Delete(Path.Combine(directory, Scratch.RunFile));
        Clear();
        Assert.That(Directory.GetDirectories(_temporary), Is.Empty);
    }

    [Test]
    public void A_directory_that_others_may_enter_or_that_is_evidence_is_none_of_ours()
    {
        string open = Dead(), evidence = Dead();
        File.SetUnixFileMode(open, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead);

        DeadRuns.Clear(_temporary, path => path == evidence);

        Assert.That(Directory.GetDirectories(_temporary), Is.EquivalentTo([open, evidence]));
    }

    [Test]
    public void A_directory_of_the_users_own_that_is_called_so_stays([Values("something else\n", "storeforensics")] string text)
    {
        string empty = Path.Combine(_temporary, Scratch.Prefix + "cases"), other = Dead();
        Directory.CreateDirectory(empty, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(Path.Combine(other, Scratch.RunFile), text);
        Clear();
        Assert.That(Directory.GetDirectories(_temporary), Is.EquivalentTo([empty, other]));
    }

    private void Clear() => DeadRuns.Clear(_temporary, _ => false);

    private static string Line(string path) => DeadRuns.Line(path);

    private string Output(string name)
    {
        string path = Path.Combine(_outputs, name);
        File.WriteAllText(path, "half");
        return path;
    }

    private string Dead(params string[] lines)
    {
        string directory = Path.Combine(_temporary, Scratch.Prefix + Path.GetRandomFileName());
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllLines(Path.Combine(directory, Scratch.RunFile), [Scratch.RunMark, .. lines]);
        return directory;
    }
}

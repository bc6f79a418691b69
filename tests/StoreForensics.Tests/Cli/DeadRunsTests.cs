extern alias cli;

using cli::StoreForensics.Cli.Output;
using cli::StoreForensics.Cli.Output.Places;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Cli;

/// <summary>What a killed run left is cleared away; what lives, is another's, or is evidence stays.</summary>
[Platform("Linux")]
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
        string partial = Output(".storeforensics-a.partial"), stage = Path.Combine(_outputs, ".storeforensics-b.partial");
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
        string partial = Output(".storeforensics-a.partial");
        scratch.Note(Line(partial));
        using FileStream file = scratch.CreateFile("events");

        Clear();

        Assert.That(File.Exists(partial), Is.True);
        Assert.That(Directory.GetFiles(Directory.GetDirectories(_temporary).Single()), Has.Length.EqualTo(2));
    }

    [Test]
    public void Of_a_record_only_what_the_run_itself_made_is_touched()
    {
        string named = Output("report.pdf"), replaced = Output(".storeforensics-a.partial"), evidence = Output(".storeforensics-b.partial");
        string line = Line(replaced);
        File.Move(replaced, replaced + ".old");
        File.WriteAllText(replaced, "another one");
        Dead(Line(named), line, Line(evidence), "1 2 zz", "nonsense", "");

        DeadRuns.Clear(_temporary, path => path == evidence);

        Assert.That(Directory.GetFileSystemEntries(_temporary), Is.Empty);
        Assert.That(new[] { named, replaced, evidence }.Where(File.Exists), Has.Exactly(3).Items);
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
    public void A_directory_of_the_users_own_that_is_called_so_stays([Values("", "something else\n")] string text)
    {
        string empty = Dead(), other = Dead();
        File.Delete(Path.Combine(empty, Scratch.RunFile));
        File.WriteAllText(Path.Combine(other, Scratch.RunFile), text);
        Clear();
        Assert.That(Directory.GetDirectories(_temporary), Is.EquivalentTo([empty, other]));
    }

    private void Clear() => DeadRuns.Clear(_temporary, _ => false);

    private static string Line(string path) => DeadRuns.Line(FilePlace.ThisMachine.Find(path, follow: false)!.Key, path);

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

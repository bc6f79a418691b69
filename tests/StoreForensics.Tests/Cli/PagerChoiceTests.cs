extern alias cli;

using System.Text;
using cli::StoreForensics.Cli.Terminal;

namespace StoreForensics.Tests.Cli;

/// <summary>The one program that may be started: by its absolute path, never out of a folder that could be evidence.</summary>
public sealed class PagerChoiceTests
{
    private string _bin = "";

    [SetUp]
    public void Make()
    {
        _bin = Path.Combine(TestContext.CurrentContext.WorkDirectory, "pagers-" + TestContext.CurrentContext.Test.ID);
        Directory.CreateDirectory(_bin);
        foreach (string name in (string[])["less", "most"])
            File.WriteAllText(Path.Combine(_bin, OperatingSystem.IsWindows() ? name + ".exe" : name), "");
    }

    [TearDown]
    public void Remove() => Directory.Delete(_bin, recursive: true);

    [Test]
    public void Less_is_usual_and_starts_nothing_itself()
    {
        PagerChoice choice = Of(null, _bin)!;
        Assert.That(Path.GetFileNameWithoutExtension(choice.Path), Is.EqualTo("less"));
        Assert.That(Path.GetDirectoryName(choice.Path), Is.EqualTo(_bin));
        Assert.That(choice.Surroundings, Is.EqualTo(new[] { ("LESSSECURE", "1"), ("LESS", "FRX"), ("LESSCHARSET", "utf-8") }));
    }

    [Test]
    public void What_is_asked_for_is_taken_with_its_flags() => Assert.That(Of("most -w", _bin)!.Arguments, Is.EqualTo(new[] { "-w" }));

    [TestCase("")]
    [TestCase("cat")]
    [TestCase("no-such-pager")]
    [TestCase("./less")]
    [TestCase("sub/less")]
    [TestCase("less | tee x")]
    [TestCase("sh -c 'less'")]
    public void No_pager(string pager) => Assert.That(Of(pager, _bin), Is.Null);

    [TestCase(".")]
    [TestCase("")]
    [TestCase("pagers")]
    public void Nothing_out_of_relative_folders(string path) => Assert.That(Of(null, path), Is.Null);

    [Test]
    public void Nothing_out_of_the_current_folder() =>
        Assert.That(PagerChoice.Of(n => n == "PATH" ? _bin + Path.DirectorySeparatorChar : null, _bin), Is.Null);

    [Test]
    public void What_fits_the_screen_goes_to_it_at_the_end()
    {
        var terminal = new MemoryStream();
        using var pages = new PagedOutput(terminal, height: 4, width: 10);
        pages.Write("1\n2\n"u8);
        Assert.That(terminal.Length, Is.Zero, "held until its length is known");
        Assert.That(pages.Takes("warning"u8), Is.True, "and what is said of it comes after it");
        pages.Write("3\n"u8);
        Finish(pages);
        Assert.That(Encoding.ASCII.GetString(terminal.ToArray()), Is.EqualTo("1\n2\n3\n"));
    }

    private PagerChoice? Of(string? pager, string path) =>
        PagerChoice.Of(name => name switch { "PAGER" => pager, "PATH" => path, _ => null }, Path.GetDirectoryName(_bin)!);

    private static void Finish(PagedOutput pages) => pages.Close();
}

extern alias cli;

using cli::StoreForensics.Cli;

namespace StoreForensics.Tests.Cli;

/// <summary>Calls that would write evidence, run in this process from the folder <c>out</c>.</summary>
[NonParallelizable]
[Platform("Linux")]
internal abstract class NeverWrittenTests
{
    private string _before = "";

    private protected NamedFolder Folder { get; private set; } = null!;

    private protected abstract NamedFolder MakeFolder();

    [OneTimeSetUp]
    public void Make() => Folder = MakeFolder();

    [OneTimeTearDown]
    public void Remove() => Folder?.Dispose();

    [SetUp]
    public void Enter()
    {
        _before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = Folder.At("out");
    }

    [TearDown]
    public void Leave() => Environment.CurrentDirectory = _before;

    /// <summary>Each call by every command that writes, with and without <c>--force</c>.</summary>
    /// <param name="calls">Evidence and what belongs to it, then the output: <c>../ev/a.tar > ../ev/a.tar</c>; <c>{0}</c> is the folder.</param>
    private protected static IEnumerable<TestCaseData> CasesOf(string[] calls) =>
        from call in calls
        let isSeveral = call.StartsWith("../ev/host.tar ../", StringComparison.Ordinal) || call.StartsWith("../ev/host ../", StringComparison.Ordinal)
        from command in (string[])(isSeveral ? ["analyze"] : ["analyze", "extract"])
        from force in (bool[])[false, true]
        select new TestCaseData(command, call, force);

    private protected void RefusedAsEvidence(string command, string call, bool force)
    {
        string[] parts = string.Format(System.Globalization.CultureInfo.InvariantCulture, call, Folder.Root).Split(" > ");
        string[] evidence = parts[0].Split(' ');
        string output = command == "extract" ? parts[1].Replace(".csv", ".tar", StringComparison.Ordinal) : parts[1];
        // What is no report's name is refused for that: before the disk is opened, and so before it is known for a piece.
        bool isSaid = force && !char.IsAsciiDigit(output[^1]) && Path.GetExtension(output) is not (".vmdk" or ".vhd" or ".vhdx");
        Refused([command, .. evidence, .. command == "extract" ? (string[])["ubuntu"] : [], "-o", output, .. force ? (string[])["--force"] : []], isSaid
            ? "evidence is never written" : "");
    }

    private protected string[] Split(string call) => string.Format(System.Globalization.CultureInfo.InvariantCulture, call, Folder.Root).Split(' ');

    private protected void Refused(string[] call, string said)
    {
        SortedDictionary<string, string> before = Folder.Known ?? Folder.Look();
        (int code, string errors, string output) = Run(call);
        Assert.Multiple(() =>
        {
            Assert.That(Folder.Look(), Is.EqualTo(before), "nothing is changed, nothing is left");
            Assert.That(code, Is.EqualTo(2), errors);
            Assert.That(errors, Does.StartWith("storeforensics: ").And.Contain(said));
            Assert.That(errors.TrimEnd('\n'), Does.Not.Contain("\n"), "one line");
            Assert.That(output, Is.Empty);
        });
    }

    private protected static (int Code, string Errors, string Output) Run(params string[] call)
    {
        (TextWriter output, TextWriter error) = (Console.Out, Console.Error);
        using var said = new StringWriter();
        using var written = new StringWriter();
        Console.SetError(said);
        Console.SetOut(written);
        try
        {
            return (EntryPoint.Run(call), said.ToString(), written.ToString());
        }
        finally
        {
            Console.SetError(error);
            Console.SetOut(output);
        }
    }
}

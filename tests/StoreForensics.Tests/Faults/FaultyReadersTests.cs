using StoreForensics.Primitives;

namespace StoreForensics.Tests.Faults;

/// <summary>
/// Whatever is thrown, wherever something of the evidence is read: the program ends with one of its exit codes and plain lines, no trace; a fault in one part
/// leaves the reports whole; nothing half-written stays and nothing of the evidence changes.
/// </summary>
[NonParallelizable] // they print to the console
internal sealed class FaultyReadersTests
{
    private const int MaxPositions = 6;

    private static readonly string[] s_calls = ["analyze", "verify", "findings", "info", "containers", "history", "ls", "logs", "extract", "extract below"];

    private string _folder = "";
    private FaultRuns _runs = null!;

    [OneTimeSetUp]
    public void Prepare()
    {
        _folder = Directory.CreateTempSubdirectory("sf-faults-").FullName;
        _runs = new FaultRuns(_folder);
    }

    [OneTimeTearDown]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    /// <summary>Bytes of the evidence's file, whatever it is wrapped in, also while it is opened.</summary>
    [Test]
    public void Where_an_archive_is_read([ValueSource(typeof(FaultEvidence), nameof(FaultEvidence.Archives))] string wrapping)
    {
        string evidence = new FaultEvidence(_folder).Make(wrapping);
        foreach (ProbePlace place in (ProbePlace[])[ProbePlace.File, ProbePlace.Source])
            _runs.Throw(place, [0, 1, 3, 4], evidence, FaultRuns.EachUpTo(16), "analyze", evidence, "--quiet", "-o", _runs.Target("file.json"), "-o",
                _runs.Target("file.csv"));
    }

    [Test]
    public void In_every_reader([ValueSource(nameof(s_calls))] string call, [Values(ProbePlace.Source, ProbePlace.Reader, ProbePlace.Part)] ProbePlace place)
    {
        string evidence = Path.Combine(Checkout.Samples, "webshop-1.6", "webshop-1.6.tar.gz");
        // Where a part is left out the rest is told: only what prints one object alone may have to stop.
        int[] codes = call is "analyze" or "verify" or "findings" or "info" or "containers" ? [0, 1, 4] : [0, 2, 3, 4, 5];
        _runs.Throw(place, codes, evidence, FaultRuns.Spread(MaxPositions), Arguments(call, evidence));
    }

    /// <summary>The newer store, whose layers are rebuilt from records.</summary>
    [Test]
    public void In_readers_of_the_newer_store([Values("verify", "findings")] string call, [Values(ProbePlace.Reader, ProbePlace.Part)] ProbePlace place)
    {
        string evidence = Path.Combine(Checkout.Samples, "webapp-20.10", "webapp-20.10.tar.gz");
        _runs.Throw(place, [0, 1, 4], evidence, FaultRuns.Spread(4), call, evidence, "--quiet");
    }

    /// <summary>Where every part fails there is no store left; that is said.</summary>
    [Test]
    public void Where_nothing_can_be_read_any_more([Values] ProbePlace place, [Values(1, 3, 40)] int nth)
    {
        string evidence = Path.Combine(Checkout.Samples, "webshop-1.6", "webshop-1.6.tar.gz");
        var fault = new InjectedFault(place, nth, goesOn: true, InjectedFault.Kinds[0]);
        (int code, _, string errors) = ProgramInProcess.Run(fault.Ask, "analyze", evidence, "--quiet", "-o", _runs.Target("none.json"));
        Assert.That(new[] { 3, 4 }, Does.Contain(code), errors);
        FaultRuns.AssertPlain(errors, code);
        _runs.AssertWhole(code);
    }

    /// <summary>The trace is for who asks for it.</summary>
    [Test]
    public void A_trace_is_shown_with_debug_alone([Values(ProbePlace.Source, ProbePlace.Part)] ProbePlace place, [Values] bool isAsked)
    {
        string evidence = Path.Combine(Checkout.Samples, "webshop-1.6", "webshop-1.6.tar.gz");
        var fault = new InjectedFault(place, 5, goesOn: false, InjectedFault.Kinds[0]);
        (int code, _, string errors) = ProgramInProcess.Run(fault.Ask, ["findings", evidence, "--quiet", .. isAsked ? ["--debug"] : (string[])[]]);
        Assert.That(code, Is.EqualTo(4), errors);
        Assert.That(errors.Contains("InvalidOperationException", StringComparison.Ordinal), Is.EqualTo(isAsked), errors);
        Assert.That(errors.Contains("   at StoreForensics", StringComparison.Ordinal), Is.EqualTo(isAsked), errors);
    }

    private string[] Arguments(string call, string evidence) => call switch
    {
        "analyze" => [call, evidence, "--quiet", "-o", _runs.Target("a.json"), "-o", _runs.Target("a.csv")],
        "history" => [call, evidence, "shop/web:1.1", "--quiet", "--changes"],
        "ls" => [call, evidence, "web", "--quiet", "--recursive"],
        "logs" => [call, evidence, "web", "--quiet", "--format", "json"],
        "extract below" => ["extract", evidence, "web", "/etc", "--quiet", "-o", _runs.Target("a")],
        "extract" => [call, evidence, "web", "--quiet", "-o", _runs.Target("a.tar")],
        _ => [call, evidence, "--quiet"],
    };
}

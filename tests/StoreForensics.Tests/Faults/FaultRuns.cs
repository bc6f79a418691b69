using System.Security.Cryptography;
using System.Text.Json;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Faults;

/// <summary>
/// Calls the program with a fault at one place after another: it ends with one of its exit codes and plain lines, no trace; nothing half-written stays and
/// nothing of the evidence changes.
/// </summary>
/// <param name="folder">Where reports go, under names that begin with <c>out-</c>.</param>
internal sealed class FaultRuns(string folder)
{
    public string Target(string name) => Path.Combine(folder, "out-" + name);

    /// <summary>Runs without a fault, counts the calls of that kind, and then fails in some of them, one run each.</summary>
    /// <param name="place">The kind of call.</param>
    /// <param name="codes">Exit codes that are right.</param>
    /// <param name="evidence">A file, with which all beside it is looked at, or a directory.</param>
    /// <param name="positions">Which calls fail, of how many there are.</param>
    /// <param name="arguments">The call.</param>
    /// <returns>How many calls there are.</returns>
    public int Throw(ProbePlace place, int[] codes, string evidence, Func<int, IEnumerable<int>> positions, params string[] arguments)
    {
        string before = State(evidence);
        var counting = new InjectedFault(place, int.MaxValue, goesOn: false, InjectedFault.Kinds[0]);
        (int usual, _, string said) = ProgramInProcess.Run(counting.Ask, arguments);
        Assert.That(usual, Is.LessThanOrEqualTo(1).Or.EqualTo(4), said);
        AssertWhole(usual);
        foreach (int nth in positions(counting.Calls))
        {
            int kind = (nth + (int)place) % InjectedFault.Kinds.Length;
            var fault = new InjectedFault(place, nth, goesOn: false, InjectedFault.Kinds[kind]);
            (int code, _, string errors) = ProgramInProcess.Run(fault.Ask, arguments);
            string what = $"{arguments[0]}, {place} {nth} of {counting.Calls}, kind {kind}: exit {code}\n{errors}";
            // Where it fails in telling whether there is a store, there is none to tell of; that it failed is said.
            if (code != 3 || !errors.Contains("no Docker store", StringComparison.Ordinal) || !errors.Contains("cannot be read", StringComparison.Ordinal))
                Assert.That(codes, Does.Contain(code), what);
            AssertPlain(errors, code, what);
            AssertWhole(code);
        }
        Assert.That(State(evidence), Is.EqualTo(before), "the evidence changed");
        return counting.Calls;
    }

    /// <summary>Every call from the first up, as far as they are few; of many the first one, the last one and some in between.</summary>
    public static Func<int, IEnumerable<int>> Spread(int most) => calls =>
        Enumerable.Range(0, Math.Min(calls, most)).Select(i => calls <= most ? i + 1 : 1 + (int)((long)i * (calls - 1) / (most - 1)));

    /// <summary>Every call from the first up to that one, then fewer and fewer: each half as far again.</summary>
    public static Func<int, IEnumerable<int>> EachUpTo(int first) => calls => Growing(first, calls);

    public static void AssertPlain(string errors, int code, string? what = null)
    {
        string[] lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines.Where(l => l.StartsWith("   at ", StringComparison.Ordinal) || l.Contains("Exception", StringComparison.Ordinal)), Is.Empty, what
            ?? errors);
        if (code is 2 or 3 or 5)
            AssertOneLine([.. lines.Where(l => !IsOfEvidence(l))], what ?? errors);
        Assert.That(lines.Length, Is.LessThan(20), what);
    }

    /// <summary>What was written is whole, and there is something only where the exit code says so. Takes it away again.</summary>
    public void AssertWhole(int code)
    {
        Assert.That(Directory.GetFiles(folder, "*.partial", SearchOption.AllDirectories), Is.Empty);
        foreach (string directory in Directory.GetDirectories(folder, "out-*"))
            Directory.Delete(directory, recursive: true);
        foreach (string file in Directory.GetFiles(folder, "out-*"))
        {
            Assert.That(code, Is.LessThanOrEqualTo(1).Or.EqualTo(4), $"{file} was left with exit code {code}");
            if (file.EndsWith(".json", StringComparison.Ordinal))
                Assert.That(() => JsonDocument.Parse(File.ReadAllBytes(file)).Dispose(), Throws.Nothing);
            else
                Assert.That(new FileInfo(file).Length, Is.Positive);
            File.Delete(file);
        }
    }

    // It says why there is nothing more. Where no store is found, what could not be read on the way to it follows, place by place.
    private static void AssertOneLine(string[] own, string what)
    {
        Assert.That(own, Is.Not.Empty, what);
        Assert.That(own[0], Does.StartWith("storeforensics: "), what);
        Assert.That(own[1..], own[0].Contains("no Docker store", StringComparison.Ordinal) ? Has.All.Contains("cannot be read: ") : Is.Empty, what);
    }

    private static bool IsOfEvidence(string line) => line.StartsWith("found ", StringComparison.Ordinal)
        || line.StartsWith("storeforensics: damaged: ", StringComparison.Ordinal) || line.StartsWith("storeforensics: warning: ", StringComparison.Ordinal)
        || line.StartsWith("storeforensics: not as in the evidence: ", StringComparison.Ordinal);

    private static IEnumerable<int> Growing(int first, int calls)
    {
        for (int nth = 1; nth <= calls; nth = nth < first ? nth + 1 : nth * 3 / 2)
            yield return nth;
    }

    private static string State(string evidence)
    {
        string directory = File.Exists(evidence) ? Path.GetDirectoryName(evidence)! : evidence;
        // No link is followed: one of the sample leads to this process's own files.
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        IEnumerable<string> files = Directory.EnumerateFiles(directory, "*", options).Where(f => new FileInfo(f).Length > 0).Order(StringComparer.Ordinal);
        return string.Join('\n', files.Select(f => $"{f} {File.GetLastWriteTimeUtc(f).Ticks} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))}"));
    }
}

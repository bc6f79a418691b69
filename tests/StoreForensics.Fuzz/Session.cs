using System.Diagnostics;
using System.Globalization;
using StoreForensics.Fuzz.Targets;

namespace StoreForensics.Fuzz;

/// <summary>What became of one target.</summary>
/// <param name="Executions">Inputs that were read.</param>
/// <param name="Seconds">For how long.</param>
/// <param name="Crashes">Different ones: by the first line and the place they came from.</param>
internal sealed record Figures(string Target, int Seeds, long Executions, double Seconds, int Crashes);

/// <summary>
/// Feeds one target. The n-th input is a function of the session's number, the target and n alone, so that a crash, even one that ends the process, can be
/// had again: <c>current</c> in the folder of crashes tells target and n while it is read.
/// </summary>
internal sealed class Session(Target target, int number, Seeds seeds, string kept)
{
    // Reading that does not end would never come to be looked at.
    private static readonly TimeSpan s_endless = TimeSpan.FromSeconds(60);

    private const int MaxCrashes = 20;

    private readonly HashSet<string> _known = [];
    private readonly IReadOnlyList<Seed> _seeds = [.. target.Made(), .. seeds.Of(target.Takes, target.IsOne)];

    public bool HasSeeds => _seeds.Count > 0;

    /// <param name="time">For how long.</param>
    /// <param name="only">The one input that is wanted; null: as many as there is time for.</param>
    public Figures Run(TimeSpan time, long? only)
    {
        using var place = new Workplace(seeds.Of(target.Beside, static _ => true));
        var usual = new Dictionary<Seed, long>();
        var clock = Stopwatch.StartNew();
        long executions = 0;
        for (long n = only ?? 0; (clock.Elapsed < time || only is not null) && _known.Count < MaxCrashes; n++)
        {
            Random random = new(HashCode(number, target.Name, n));
            Seed seed = _seeds[random.Next(_seeds.Count)];
            if (!usual.TryGetValue(seed, out long bytes))
                usual.Add(seed, bytes = Usual(seed, place));
            One(seed, random, n, place, bytes);
            executions++;
            if (only is not null)
                break;
        }
        return new Figures(target.Name, _seeds.Count, executions, clock.Elapsed.TotalSeconds, _known.Count);
    }

    // The seed itself, untouched: it must not crash, and tells what is usual.
    private long Usual(Seed seed, Workplace place)
    {
        var input = new Input(seed);
        Outcome.Of(target, input, place, long.MaxValue / 2);
        long before = GC.GetTotalAllocatedBytes();
        if (Outcome.Of(target, input, place, long.MaxValue / 2).Crash is { } crash)
            Keep(input, -1, "the seed itself: " + crash);
        return GC.GetTotalAllocatedBytes() - before;
    }

    private void One(Seed seed, Random random, long n, Workplace place, long usualBytes)
    {
        Input input = target.Mutate(seed, random);
        try
        {
            File.WriteAllText(Path.Combine(kept, "current." + target.Name),
                string.Create(CultureInfo.InvariantCulture, $"--seed {number} --target {target.Name} --only {n}\n"));
            using var watch = new Timer(_ => Endless(n), null, s_endless, Timeout.InfiniteTimeSpan);
            if (Outcome.Of(target, input, place, usualBytes).Crash is { } crash)
                Keep(input, n, crash);
        }
        finally
        {
            place.Restore(input);
            input.Undo();
        }
    }

    private void Endless(long n)
    {
        Console.Error.WriteLine($"{target.Name}: input {n} is read for more than {s_endless.TotalSeconds} s; the session ends. See current.{target.Name}");
        Environment.Exit(1);
    }

    private void Keep(Input input, long n, string crash)
    {
        // The same message from the same place counts once.
        string[] lines = crash.Split('\n');
        string sign = string.Join('\n', lines.Where(l => l.Contains("   at ", StringComparison.Ordinal)).Take(2).DefaultIfEmpty(lines[0]));
        if (!_known.Add(sign))
            return;
        string path = Path.Combine(kept, string.Create(CultureInfo.InvariantCulture, $"{target.Name}-{number}-{n}{Path.GetExtension(input.Seed.Name)}"));
        File.WriteAllBytes(path, input.ToArray());
        File.WriteAllText(path + ".txt", $"seed {input.Seed.Name}\n{crash}\n");
        Console.Error.WriteLine($"CRASH {path}\n  of {input.Seed.Name}: {string.Join("\n  ", lines.Take(8))}");
    }

    // Not the runtime's, which differs between processes.
    private static int HashCode(int number, string name, long n)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in string.Create(CultureInfo.InvariantCulture, $"{number} {name} {n}"))
            hash = (hash ^ c) * 1099511628211;
        return (int)(hash >> 32);
    }
}

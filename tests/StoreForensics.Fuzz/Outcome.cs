using System.Diagnostics;
using StoreForensics.Fuzz.Targets;
using StoreForensics.Primitives;

namespace StoreForensics.Fuzz;

/// <summary>What became of one execution.</summary>
/// <param name="Crash">Why it counts as a crash; null: it does not.</param>
internal sealed record Outcome(string? Crash)
{
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10);

    /// <summary>Bytes that one execution may allocate, all together.</summary>
    public const long MaxAllocatedBytes = 500L << 20;

    /// <param name="target">What reads.</param>
    /// <param name="input">What is read.</param>
    /// <param name="place">Where files go.</param>
    /// <param name="usualBytes">What reading the seed itself allocates.</param>
    public static Outcome Of(Target target, Input input, Workplace place, long usualBytes)
    {
        long before = GC.GetTotalAllocatedBytes();
        var clock = Stopwatch.StartNew();
        try
        {
            target.Run(input, place);
        }
        catch (Exception e) when (Containment.Bare(e) is EvidenceFormatException or EvidenceOpenException)
        {
            // Says that it cannot be read.
        }
        catch (Exception e)
        {
            return new Outcome(e.ToString());
        }
        long allocated = GC.GetTotalAllocatedBytes() - before;
        return new Outcome(clock.Elapsed > MaxTime ? $"took {clock.Elapsed.TotalSeconds:F1} s"
            : allocated - usualBytes > MaxAllocatedBytes ? $"allocated {allocated >> 20} MiB, its seed {usualBytes >> 20} MiB" : null);
    }
}

/// <summary>An exception that a part of the program kept to itself: a fault all the same.</summary>
internal sealed class ContainedFaultException(string message) : Exception(message)
{
    public static void Check(ProblemLog problems)
    {
        if (problems.Faults is [var fault, ..])
            throw new ContainedFaultException($"contained at {fault.Place}: {fault.Fault}");
    }
}

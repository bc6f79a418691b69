namespace StoreForensics.Primitives;

/// <summary>
/// Keeps what nobody foresaw from ending everything: an exception inside what reads one part of the evidence (a container, a layer, a log, a rule) becomes a
/// problem at that part's place, and the parts beside it are read. For the loops over such parts; the last guard is the command line's.
/// </summary>
public static class Containment
{
    /// <summary>A fault in the program.</summary>
    public const string FaultCode = "SF-CORE-0001";

    /// <summary>More memory was wanted than there is.</summary>
    public const string MemoryCode = "SF-CORE-0002";

    /// <summary>Whether an exception is about one part. Not so: the evidence cannot be
    /// opened, the call is wrong, no room for temporary files, an interrupt.</summary>
    public static bool Holds(Exception e) => Bare(e) is not (EvidenceOpenException or UsageException or ScratchException or OperationCanceledException);

    /// <summary>What lies inside the wrappings that threads and static constructors put around an exception.</summary>
    public static Exception Bare(Exception e)
    {
        while (e is AggregateException or TypeInitializationException or System.Reflection.TargetInvocationException && e.InnerException is { } inner)
            e = inner;
        return e;
    }

    /// <summary>What to say of it, going on from a name and <c>cannot be read: </c>. Text from the evidence in it is escaped.</summary>
    public static string Words(Exception e) => Bare(e) switch
    {
        EvidenceFormatException damage => damage.Message,
        IOException or UnauthorizedAccessException => DisplayText.Escape(Bare(e).Message),
        OutOfMemoryException or InsufficientExecutionStackException => "it takes more memory than there is",
        _ => "a fault in this program; please report it (--debug tells what it was)",
    };

    /// <summary>Runs what reads one part.</summary>
    /// <returns>Whether it ran to its end.</returns>
    public static bool Contain(this ProblemLog problems, Origin place, Action read)
    {
        try
        {
            problems.Probe?.Invoke(ProbePlace.Part);
            read();
            return true;
        }
        catch (Exception e) when (Holds(e))
        {
            problems.Fault(place, e);
            return false;
        }
    }

    /// <summary>The same for what gives something.</summary>
    /// <returns>What was given; <paramref name="otherwise"/> where it did not run to its end.</returns>
    public static T ContainOr<T>(this ProblemLog problems, Origin place, T otherwise, Func<T> read)
    {
        T result = otherwise;
        return problems.Contain(place, () => { result = read(); }) ? result : otherwise;
    }

    /// <summary>The same for a sequence, which then ends early.</summary>
    public static IEnumerable<T> ContainEach<T>(this ProblemLog problems, Origin place, Func<IEnumerable<T>> items)
    {
        using IEnumerator<T>? at = problems.ContainOr(place, null, () => items().GetEnumerator());
        while (at is not null && problems.ContainOr(place, false, at.MoveNext))
            yield return at.Current;
    }

    /// <summary>Records what was thrown as a problem at that place, in the words and under the code of what it is.</summary>
    public static void Fault(this ProblemLog problems, Origin place, Exception thrown)
    {
        Exception e = Bare(thrown);
        if (e is EvidenceFormatException damage)
        {
            problems.Damage(damage.Code, place with { Offset = damage.Offset ?? place.Offset }, "cannot be read: " + damage.Message);
            return;
        }
        problems.Keep(new ContainedFault(place, thrown));
        problems.Damage(CodeOf(e), place, $"cannot be read: {Words(e)}");
    }

    /// <summary>The same for a caller that goes on with an exception of damage.</summary>
    public static EvidenceFormatException AsDamage(this ProblemLog problems, Origin place, Exception thrown)
    {
        problems.Keep(new ContainedFault(place, thrown));
        return new EvidenceFormatException(CodeOf(Bare(thrown)), Words(thrown), null, thrown);
    }

    private static string CodeOf(Exception e) => e is OutOfMemoryException or InsufficientExecutionStackException ? MemoryCode : FaultCode;
}

using StoreForensics.Primitives;

namespace StoreForensics.Tests.Faults;

/// <summary>Throws at the n-th call of one kind that the program makes, or at that and every one after it.</summary>
internal sealed class InjectedFault(ProbePlace place, int nth, bool goesOn, Func<Exception> make)
{
#pragma warning disable CA2201 // the runtime's own exceptions are thrown on purpose
    /// <summary>What packages, the runtime, the system and mistakes throw.</summary>
    public static readonly Func<Exception>[] Kinds =
    [
        static () => new InvalidOperationException("injected"),
        static () => new NullReferenceException("injected"),
        static () => new IOException("injected"),
        static () => new OutOfMemoryException("injected"),
        static () => new OverflowException("injected"),
        static () => new EvidenceFormatException("SF-TEST-0001", "injected"),
        static () => new IndexOutOfRangeException("injected"),
        static () => new UnauthorizedAccessException("injected"),
        static () => new ArgumentException("injected"),
        static () => new AggregateException(new InvalidCastException("injected")),
        static () => new KeyNotFoundException("injected"),
        static () => new InsufficientExecutionStackException("injected"),
    ];
#pragma warning restore CA2201

    private int _calls;

    /// <summary>Calls of that kind so far.</summary>
    public int Calls => _calls;

    /// <summary>See <see cref="ProblemLog.NextProbe"/>.</summary>
    public void Ask(ProbePlace at)
    {
        if (at != place)
            return;
        int now = Interlocked.Increment(ref _calls);
        if (now == nth || (goesOn && now > nth))
            throw make();
    }
}

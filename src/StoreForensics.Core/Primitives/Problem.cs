namespace StoreForensics.Primitives;

/// <summary>How much a problem takes away from the examination.</summary>
public enum ProblemSeverity
{
    /// <summary>Worth knowing; nothing is missing because of it.</summary>
    Note,

    /// <summary>Something disagrees or is missing, and the rest is whole.</summary>
    Warning,

    /// <summary>A part of the evidence could not be read: exit code 4.</summary>
    Damage,
}

/// <summary>
/// Something that could not be read, or should not be trusted. Flows beside the data to every report.
/// </summary>
/// <param name="Code">Stable, <c>SF-AREA-NNNN</c>; tests assert on it, the prose may improve.</param>
/// <param name="Severity">What it takes away.</param>
/// <param name="Origin">Where in the evidence.</param>
/// <param name="Message">One sentence for the examiner; text from the evidence in it is already escaped by <see cref="DisplayText"/>.</param>
public sealed record Problem(string Code, ProblemSeverity Severity, Origin Origin, string Message);

/// <summary>Where in the evidence a fact stands.</summary>
/// <param name="Evidence">The evidence's name, as given by the user.</param>
/// <param name="Path">The path inside it; empty for the evidence itself.</param>
/// <param name="Offset">The byte offset in that file; null where the whole file is meant.</param>
public readonly record struct Origin(string Evidence, EvidencePath Path, long? Offset = null)
{
    public override string ToString() =>
        (Path.IsEmpty ? Evidence : Path.ToString()) + (Offset is long at ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $" at byte {at}")
            : "");
}

/// <summary>Collects problems in the order found; the same problem at the same place is kept once. Bounded: past the limit only counts grow.</summary>
public sealed class ProblemLog
{
    /// <summary>Hostile evidence can hold millions of faults; more than this many are counted, not kept.</summary>
    public const int Limit = 10_000;

    private const int MaxFaults = 10;

    private readonly Lock _lock = new();
    private readonly List<Problem> _problems = [];
    private readonly HashSet<(string Code, Origin Origin)> _seen = [];
    private readonly List<ContainedFault> _faults = [];

    /// <summary>Problems that were not kept because <see cref="Limit"/> was reached.</summary>
    public long Dropped { get; private set; }

    /// <summary>How often damage was told, repetitions and what was not kept too: whoever reads one thing can see whether any was met in it.</summary>
    public long DamageTold { get; private set; }

    /// <summary>Whether any part of the evidence was unreadable.</summary>
    public bool HasDamage { get; private set; }

    /// <summary>The first of the exceptions that nobody foresaw; see <see cref="Containment"/>.</summary>
    public IReadOnlyList<ContainedFault> Faults
    {
        get
        {
            lock (_lock)
                return [.. _faults];
        }
    }

    /// <summary>Asked wherever an exception may arise; a test throws there. Null in the program.</summary>
    internal Action<ProbePlace>? Probe { get; } = NextProbe.Value;

    /// <summary>The <see cref="Probe"/> of logs that the current test makes.</summary>
    internal static AsyncLocal<Action<ProbePlace>?> NextProbe { get; } = new();

    /// <summary>Whether that problem was recorded of that evidence.</summary>
    public bool Has(string code, string evidence)
    {
        lock (_lock)
            return _problems.Any(p => p.Code == code && p.Origin.Evidence == evidence);
    }

    public void Add(string code, ProblemSeverity severity, Origin origin, string message)
    {
        lock (_lock)
        {
            HasDamage |= severity == ProblemSeverity.Damage;
            DamageTold += severity == ProblemSeverity.Damage ? 1 : 0;
            if (_seen.Contains((code, origin)))
                return;
            if (_problems.Count >= Limit)
            {
                Dropped++;
                return;
            }
            _seen.Add((code, origin));
            _problems.Add(new Problem(code, severity, origin, message));
        }
    }

    public void Damage(string code, Origin origin, string message) => Add(code, ProblemSeverity.Damage, origin, message);

    public void Warn(string code, Origin origin, string message) => Add(code, ProblemSeverity.Warning, origin, message);

    public void Note(string code, Origin origin, string message) => Add(code, ProblemSeverity.Note, origin, message);

    internal void Keep(ContainedFault fault)
    {
        lock (_lock)
        {
            if (_faults.Count < MaxFaults)
                _faults.Add(fault);
        }
    }

    /// <summary>Adds what another log holds, in its order.</summary>
    public void AddAll(ProblemLog other)
    {
        foreach (Problem problem in other._problems)
            Add(problem.Code, problem.Severity, problem.Origin, problem.Message);
        foreach (ContainedFault fault in other.Faults)
            Keep(fault);
        lock (_lock)
        {
            Dropped += other.Dropped;
            HasDamage |= other.HasDamage;
        }
    }

    /// <summary>All kept problems, in an order that does not depend on threads: most severe first, then evidence, path, offset, code, message.</summary>
    public IReadOnlyList<Problem> Sorted()
    {
        lock (_lock)
        {
            return [.. _problems
                .OrderByDescending(p => p.Severity)
                .ThenBy(p => p.Origin.Evidence, StringComparer.Ordinal)
                .ThenBy(p => p.Origin.Path)
                .ThenBy(p => p.Origin.Offset ?? -1)
                .ThenBy(p => p.Code, StringComparer.Ordinal)
                .ThenBy(p => p.Message, StringComparer.Ordinal)];
        }
    }
}

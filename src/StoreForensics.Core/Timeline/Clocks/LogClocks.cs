using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Timeline.Clocks;

/// <summary>What the log lines of a container say of the clock, noted while they are read.</summary>
internal sealed class LogClocks
{
    private readonly Dictionary<Container, (Timestamp First, Timestamp Last, long Backwards)> _byContainer = [];

    public void Take(Container container, Timestamp time)
    {
        if (!_byContainer.TryGetValue(container, out (Timestamp First, Timestamp Last, long Backwards) known))
            known = (time, time, 0);
        else
            known = (known.First, time, known.Backwards + (time < known.Last ? 1 : 0));
        _byContainer[container] = known;
    }

    /// <summary>The first line's time, the last line's, and how many lines are older than the one before; null when no line was read.</summary>
    public (Timestamp First, Timestamp Last, long Backwards)? Of(Container container) => _byContainer.TryGetValue(container, out var known) ? known : null;
}

namespace StoreForensics.Copies;

/// <summary>How many of one kind the records have, and how many of these are there.</summary>
internal sealed class Tally
{
    public long Recorded { get; private set; }

    public long Found { get; private set; }

    /// <summary>Whether there should be some and is none.</summary>
    public bool IsAllGone => Recorded > 0 && Found == 0;

    public void Add(bool isFound)
    {
        Recorded++;
        Found += isFound ? 1 : 0;
    }

    /// <summary>Whether at least so many of a hundred are gone, of enough to tell.</summary>
    public bool IsMostlyGone(int percent, int fewest) => Recorded >= fewest && (Recorded - Found) * 100 >= Recorded * percent;
}

namespace SampleRecipes.Archive;

/// <summary>Order of <c>tar --sort=name</c>: directory by directory, names compared as bytes.</summary>
internal sealed class NodeOrder : IComparer<Node>
{
    public static readonly NodeOrder Instance = new();

    public int Compare(Node? x, Node? y)
    {
        byte[] left = RawText.ToBytes(x!.Path);
        byte[] right = RawText.ToBytes(y!.Path);
        for (int i = 0; i < left.Length && i < right.Length; i++)
        {
            int order = Rank(left[i]).CompareTo(Rank(right[i]));
            if (order != 0)
                return order;
        }

        return left.Length.CompareTo(right.Length);
    }

    // The slash ends a name, so it sorts before every byte that could continue one.
    private static int Rank(byte value) => value == '/' ? -1 : value;
}

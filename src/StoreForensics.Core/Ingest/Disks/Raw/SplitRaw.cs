using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Raw;

/// <summary>A file in pieces that are numbered in their names: <c>disk.001</c>, <c>disk.002</c> …, or from <c>.000</c>; <c>disk.aa</c>, <c>disk.ab</c> …
/// All pieces but the last have one size.</summary>
internal static class SplitRaw
{
    /// <summary>
    /// The whole that a piece belongs to; null when its name is not of that kind, or it has no siblings. A piece that is missing between others keeps its
    /// place: reading there fails, and a problem says so.
    /// </summary>
    public static IBlockSource? Join(DiskOpening opening, DiskFile file)
    {
        if (PieceNames.Of(file.Name) is not { } naming || naming.Number(file.Name) is not int own)
            return null;
        (int Number, string Name)[] names = [.. naming.Among(opening.Files.NamesBeginning(naming.Stem))];
        if (names.Length < 2 || (naming.IsLetters && !names.Any(n => n.Name == file.Name)))
        {
            if (own > 1 && !naming.IsLetters)
                opening.Warn(DiskProblems.MissingPart, file, $"looks like piece {own} of a split disk, and no other piece is there: read as it is");
            return null;
        }
        var parts = new List<IBlockSource>();
        int first = names[0].Number == 0 ? 0 : 1, next = first; // letters begin with 0
        DiskFile[] pieces = [.. names.Select(n => n.Name == file.Name ? file : opening.Files.Open(n.Name, "a piece of the disk"))];
        long pieceBytes = names[0].Number == first ? pieces[0].Blocks.Length : pieces.Max(p => p.Blocks.Length);
        for (int i = 0; i < pieces.Length; i++)
        {
            if (names[i].Number > next)
                parts.Add(Missing(opening, file, naming, next, names[i].Number - 1, pieceBytes));
            parts.Add(pieces[i].Blocks);
            if (i < pieces.Length - 1)
                Fill(opening, pieces[i], pieceBytes, parts);
            next = names[i].Number + 1;
        }
        return new JoinedBlocks(parts);
    }

    private static MissingBlocks Missing(DiskOpening opening, DiskFile file, PieceNames naming, int from, int to, long pieceBytes)
    {
        string first = naming.Spell(from), last = naming.Spell(to);
        string what = DisplayText.Escape(from == to ? $"piece {first}" : $"pieces {first} to {last}");
        opening.Damage(DiskProblems.MissingPart, file,
            $"{what} of the disk cannot be found: the place of it is kept, as {pieceBytes} bytes each, and cannot be read", from);
        int count = to - from + 1;
        if (pieceBytes > long.MaxValue / count)
            throw new EvidenceFormatException(DiskProblems.BadHeader, $"{count} pieces of {pieceBytes} bytes each are longer than any disk");
        return new MissingBlocks(pieceBytes * count, what);
    }

    // Where a piece in the middle was cut, what follows must not move up.
    private static void Fill(DiskOpening opening, DiskFile piece, long pieceBytes, List<IBlockSource> parts)
    {
        long missing = pieceBytes - piece.Blocks.Length;
        if (missing == 0)
            return;
        opening.Damage(DiskProblems.OddLength, piece, $"a piece of {piece.Blocks.Length} bytes among pieces of {pieceBytes}");
        if (missing > 0)
            parts.Add(new MissingBlocks(missing, $"the end of {piece.Shown}"));
    }
}

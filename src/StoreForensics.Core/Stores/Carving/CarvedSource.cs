using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Carving;

/// <summary>
/// What was found in unused space by what it is: at the path that it had, where its own id tells that; else below <c>$Carved</c>, by its place.
/// </summary>
internal sealed class CarvedSource(IEvidenceSource disk, EvidenceTree tree, IReadOnlyDictionary<int, (CarvedPiece Piece, Recovery Recovery)> pieces)
    : IRecoveredSource
{
    /// <summary>Where what is joined to nothing lies.</summary>
    public const string Unjoined = "$Carved";

    public string Name => disk.Name;

    public IReadOnlyList<string> Wrapping => [.. disk.Wrapping, "carved from unused space"];

    public EvidenceTree Tree => tree;

    public Recovery? RecoveryOf(int node) => pieces.TryGetValue(node, out (CarvedPiece, Recovery Recovery) found) ? found.Recovery : null;

    public Stream Open(int node)
    {
        if (!pieces.TryGetValue(node, out (CarvedPiece Piece, Recovery) found))
            throw new EvidenceFormatException(RecoveryProblems.NoBytes, $"{tree.PathOf(node)} is no carved file");
        byte[] bytes = new byte[found.Piece.Bytes];
        found.Piece.Space.Read(found.Piece.Offset, bytes);
        return new MemoryStream(bytes, writable: false);
    }

    public void Dispose()
    {
    }
}

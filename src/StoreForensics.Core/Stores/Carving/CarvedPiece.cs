using StoreForensics.Evidence.Unused;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Carving;

/// <summary>Something that was found in unused space by what it is.</summary>
internal sealed record CarvedPiece
{
    public required PieceKind Kind { get; init; }

    public required IUnusedSpace Space { get; init; }

    /// <summary>The root of the file system that it is of.</summary>
    public required int Root { get; init; }

    /// <summary>Its first byte; see <see cref="UnusedRun"/>.</summary>
    public required long Offset { get; init; }

    public required int Bytes { get; init; }

    public required bool IsInLog { get; init; }

    /// <summary>The full id that it gives itself; of what is named by its content, <c>sha256:</c> and the digest; null where it has none.</summary>
    public string? Id { get; init; }

    /// <summary>Of a container its image's full id.</summary>
    public string? ImageId { get; init; }

    /// <summary>When a container was made, as it says; null: it does not.</summary>
    public Timestamp? Created { get; init; }

    /// <summary>The newest time that it speaks of, as text that sorts; empty where none.</summary>
    public string Newest { get; init; } = "";
}

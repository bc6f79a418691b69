using System.Globalization;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Evidence.Unused;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Carving;

/// <summary>
/// Looks in unused space for what belongs to stores, and joins it by full ids alone: a container's configuration to the store that has its image or another
/// sign of it, an image's configuration to the containers that name its digest. What could be of two stores, or of none, is joined to nothing.
/// </summary>
internal sealed class CarvedReader
{
    private readonly IEvidenceSource _disk;
    private readonly Inventory _inventory;
    private readonly List<CarvedPiece> _pieces = [];
    private readonly EvidenceTreeBuilder _tree = new();
    private readonly Dictionary<int, (CarvedPiece, Recovery)> _placed = [];
    private readonly HashSet<(StoreInfo, string)> _joinedImages = [];

    private CarvedReader(IEvidenceSource disk, Inventory inventory) => (_disk, _inventory) = (disk, inventory);

    /// <param name="disk">What is there.</param>
    /// <param name="unused">Of each of its file systems.</param>
    /// <param name="inventory">With what came back by file name.</param>
    /// <param name="problems">Told how much was looked at and found.</param>
    /// <returns>Null where nothing was found.</returns>
    public static IRecoveredSource? Read(IEvidenceSource disk, IReadOnlyList<(int Root, IUnusedSpace Space)> unused, Inventory inventory, ProblemLog problems)
    {
        var reader = new CarvedReader(disk, inventory);
        foreach ((int root, IUnusedSpace space) in unused)
            problems.Contain(disk.Origin(root), () => reader.Carve(root, space, problems));
        reader.Place();
        return reader._placed.Count == 0 ? null : new CarvedSource(disk, reader._tree.Seal(), reader._placed);
    }

    private void Carve(int root, IUnusedSpace space, ProblemLog problems)
    {
        int before = _pieces.Count;
        var carver = new Carver(space, root, _pieces.Add);
        string? broken = null;
        try
        {
            carver.Run();
        }
        catch (EvidenceFormatException e)
        {
            broken = e.Message;
        }
        string words = string.Create(CultureInfo.InvariantCulture,
            $"{carver.Looked} unused bytes of {space.Name} were searched for what belongs to stores; {_pieces.Count - before} pieces were found");
        if (space.HoleBytes + carver.Zeros > 0)
            words += string.Create(CultureInfo.InvariantCulture, $"; {carver.Zeros} of them are zeros, and {space.HoleBytes} more are holes of the image: ")
                + "never written, or discarded, as a solid-state disk is told to, and then nothing is left there";
        if (carver.IsFull)
            words += ", and no more is looked for: there is more than is kept";
        if (carver.Unreadable > 0)
            words += string.Create(CultureInfo.InvariantCulture, $"; {carver.Unreadable} bytes could not be read");
        if (broken is not null)
            words += $"; the rest was not searched: {broken}";
        problems.Note(RecoveryProblems.Carved, _disk.Origin(root), words);
    }

    private void Place()
    {
        var newest = new Dictionary<string, CarvedPiece>(StringComparer.Ordinal);
        foreach (CarvedPiece piece in _pieces.Where(p => p is { Kind: PieceKind.ContainerConfig, Id: not null }))
        {
            if (!newest.TryGetValue(piece.Id!, out CarvedPiece? known) || string.CompareOrdinal(known.Newest, piece.Newest) < 0)
                newest[piece.Id!] = piece;
        }
        HashSet<string> there = [.. _inventory.Containers.Select(c => c.Id)];
        HashSet<string> back = [.. _inventory.Recovered.Containers.Where(c => c.IsConfigKnown).Select(c => c.Id)];
        HashSet<string> images = [.. _inventory.Images.Select(i => i.Id), .. _inventory.Recovered.Images.Select(i => i.Id)];
        HashSet<string> named = [.. _inventory.Containers.Concat(_inventory.Recovered.Containers).Select(c => c.ImageId).OfType<string>()];
        foreach (CarvedPiece piece in _pieces)
        {
            switch (piece.Kind)
            {
                // Older states of what is there, or came back by its name, are no news.
                case PieceKind.ContainerConfig when piece.Id is null:
                    PutUnjoined(piece);
                    break;
                case PieceKind.ContainerConfig when there.Contains(piece.Id!) || back.Contains(piece.Id!):
                    break;
                case PieceKind.ContainerConfig:
                    PlaceContainer(piece, newest[piece.Id!] == piece, named);
                    break;
                case PieceKind.ImageConfig or PieceKind.Manifest when images.Contains(piece.Id!):
                    break;
                case PieceKind.ImageConfig or PieceKind.Manifest:
                    break; // after all containers
                default:
                    PutUnjoined(piece);
                    break;
            }
        }
        foreach (CarvedPiece piece in _pieces.Where(p => p.Kind is PieceKind.ImageConfig or PieceKind.Manifest).Where(p => !images.Contains(p.Id!))
            .DistinctBy(p => p.Id))
            PlaceImage(piece, named.Contains(piece.Id!));
    }

    private void PlaceContainer(CarvedPiece piece, bool isNewest, HashSet<string> named)
    {
        StoreInfo[] stores = isNewest ? [.. StoresOf(piece).Where(s => Knows(s, piece))] : [];
        if (stores.Select(s => s.Root.Path).Distinct().Count() != 1)
        {
            PutUnjoined(piece);
            return;
        }
        if (piece.ImageId is { } image)
        {
            named.Add(image);
            _joinedImages.UnionWith(stores.Select(s => (s, image)));
        }
        string why = "joined by its own id, and by its image's, which the store has, and it was made after the store";
        if (_inventory.Recovered.Containers.Any(c => c.Id == piece.Id))
            why = "joined by its own id, under which the store had a directory";
        Put(Below(stores[0].Root.Path, $"containers/{piece.Id}/config.v2.json"), piece, Describe(piece, Certainty.Partly, why));
    }

    private void PlaceImage(CarvedPiece piece, bool isNamed)
    {
        string words = "its bytes have the digest " + piece.Id;
        string[] roots = [.. StoresOf(piece).Where(s => s.Era == "layered" && (NamesImage(s, piece.Id!) || _joinedImages.Contains((s, piece.Id!)))).Select(s =>
            Below(s.Root.Path, $"image/{s.Driver}/imagedb/content/sha256/{piece.Id![7..]}")).Distinct()];
        if (piece.Kind == PieceKind.ImageConfig && isNamed && roots is [var path])
            Put(path, piece, Describe(piece, Certainty.Intact, words + ", by which a container names its image"));
        else
            Put(Unjoined(piece), piece, Describe(piece, isNamed ? Certainty.Intact : Certainty.Partly, words));
    }

    private void PutUnjoined(CarvedPiece piece)
    {
        bool isChecked = piece.Kind == PieceKind.TarSplit;
        Put(Unjoined(piece), piece, Describe(piece, isChecked ? Certainty.Intact : Certainty.Partly,
            isChecked ? "its own checksum agrees; joined to nothing" : "joined to nothing: no id in it tells whose it was"));
    }

    // Those whose data root lies in the file system of the piece, and has containers.
    private IEnumerable<StoreInfo> StoresOf(CarvedPiece piece)
    {
        EvidenceTree tree = _disk.Tree;
        foreach (StoreInfo store in _inventory.Stores.Where(s => s.Root.Evidence == _disk.Name && s.Root.Offset is null))
        {
            int root = tree.Find(EvidenceTree.Root, store.Root.Path.Bytes);
            if (root != EvidenceTree.None && IsWithin(tree, root, piece.Root) && tree.Child(root, "containers"u8) != EvidenceTree.None)
                yield return store;
        }
    }

    private static bool IsWithin(EvidenceTree tree, int node, int ancestor)
    {
        while (node != ancestor && node != EvidenceTree.Root)
            node = tree[node].Parent;
        return node == ancestor;
    }

    // An engine within a container, and one whose file system lay here before, has the same paths in its configurations: only another id of this store tells
    // that it is of this one, and by its image it cannot be older than the store's directory of containers.
    private bool Knows(StoreInfo store, CarvedPiece piece) => _inventory.Recovered.Containers.Any(c => c.Id == piece.Id && c.Store == store)
        || (piece.ImageId is { } image && NamesImage(store, image) && piece.Created is { } created && created >= MadeAt(store));

    private Timestamp? MadeAt(StoreInfo store)
    {
        EvidenceTree tree = _disk.Tree;
        int containers = tree.Child(tree.Find(EvidenceTree.Root, store.Root.Path.Bytes), "containers"u8);
        return tree.Extra(containers).Born;
    }

    private bool NamesImage(StoreInfo store, string image) =>
        _inventory.Images.Concat(_inventory.Recovered.Images).Any(i => i.Id == image && i.Store == store)
        || _inventory.Containers.Concat(_inventory.Recovered.Containers).Any(c => c.ImageId == image && c.Store == store);

    private static Recovery Describe(CarvedPiece piece, Certainty certainty, string why)
    {
        string where = piece.IsInLog ? "the journal" : "unallocated blocks";
        return new Recovery(certainty, string.Create(CultureInfo.InvariantCulture,
            $"found by what it is in {where} of {piece.Space.Name}, bytes {piece.Offset} to {piece.Offset + piece.Bytes}; {why}"), null);
    }

    private void Put(string path, CarvedPiece piece, Recovery recovery)
    {
        var metadata = new EntryMetadata { Kind = EntryKind.File, Mode = 0, Size = piece.Bytes, DataOffset = piece.Offset };
        if (_tree.Add(Encoding.UTF8.GetBytes(path), metadata, out int node) == EvidenceTreeBuilder.AddResult.Refused)
            return;
        _tree.MarkWithoutInode(node);
        _placed[node] = (piece, recovery);
    }

    private string Unjoined(CarvedPiece piece) => Below(_disk.Tree.PathOf(piece.Root),
        string.Create(CultureInfo.InvariantCulture, $"{CarvedSource.Unjoined}/{piece.Offset}-{piece.Kind.FileName()}"));

    private static string Below(EvidencePath root, string path) => root.Bytes.IsEmpty ? path : $"{root}/{path}";
}

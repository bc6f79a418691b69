using System.Collections;
using StoreForensics.Evidence;
using StoreForensics.Formats.TarSplit;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Verification;

/// <summary>
/// Verifies one layer against its tar-split: rebuilds the tar from the files on disk, each read once, and compares every entry with its header on the way;
/// then looks for entries that are in no record. Not thread-safe; layers are independent of each other.
/// </summary>
internal sealed class LayerVerifier : IUnrecordedJudge
{
    private readonly Layer _layer;
    private readonly LayerFiles _files;
    private readonly LayerNames _names;
    private readonly EvidenceTree _tree;
    private readonly RecordedTree? _records;
    private readonly ProblemLog _problems;
    private readonly LayerOutcome _outcome;
    private readonly EntryCheck _check;
    private readonly CopyExcuses _excuses;
    private readonly BitArray _seen;
    private readonly HashSet<int> _opaque = [];
    private readonly Dictionary<EvidencePath, FileDifference> _differences = [];
    private readonly bool _isBuiltInPlace;
    private readonly HoleAllowance _allowance;

    /// <param name="layer">With files in reach.</param>
    /// <param name="records">Filled with the layer's records where its directory is a whole tree; null for others.</param>
    /// <param name="allowance">Of this layer alone, so that it does not matter which is read first.</param>
    /// <param name="problems">Told of damage in the tar-split, and of files with too many holes.</param>
    public LayerVerifier(Layer layer, RecordedTree? records, HoleAllowance allowance, ProblemLog problems)
    {
        (_layer, _records, _allowance, _problems) = (layer, records, allowance, problems);
        _files = layer.Files!;
        _tree = _files.Tree;
        _names = new LayerNames(_files);
        _outcome = new LayerOutcome(layer);
        _isBuiltInPlace = layer.Traits.HasFlag(LayerTraits.BuiltInPlace);
        _check = new EntryCheck(_files, layer.OwnUsers, layer.Store.UserNamespace, layer.Traits);
        _excuses = new CopyExcuses(_files);
        _seen = new BitArray(_tree.Count);
    }

    /// <summary>Reads the record and every file of the layer.</summary>
    public LayerOutcome Run()
    {
        TarRecord record = _layer.TarRecord!;
        Origin origin = record.Source.Origin(record.Node);
        bool isWhole = false;
        try
        {
            using StoredFile stream = StoredFile.OpenPlain(record.Source, record.Node);
            var reader = TarRecordReader.Of(stream, record.IsTar, _problems, origin);
            TarSplitRebuild rebuild = new TarSplitRebuilder(reader, Open).Run();
            isWhole = reader.IsWhole;
            Take(rebuild);
            if (!isWhole)
                _outcome.Unverifiable = $"{reader.Words} is damaged";
            else if (rebuild.Sha256 is null && rebuild.FaultCount == 0)
                _outcome.Unverifiable =
                    "its tar held a sparse file in packed form, which cannot be packed again alike; sizes and checksums of all files were compared";
        }
        catch (EvidenceFormatException e)
        {
            string what = record.IsTar ? "tar" : "tar-split";
            _outcome.Unverifiable = $"its {what} cannot be read: {DisplayText.Escape(e.Message)}";
            _problems.Damage("SF-VERIFY-0001", origin, $"the {(record.IsTar ? "layer's tar" : "tar-split")} cannot be read: {DisplayText.Escape(e.Message)}");
        }
        if (_records is not null)
            _records.IsComplete &= isWhole;
        if (isWhole)
            FindUnrecorded();
        foreach (FileDifference difference in _differences.Values.OrderBy(d => d.Path))
        {
            if (difference.Aspects == FileAspects.Unreadable)
                difference.CallUnverifiable();
            _outcome.Add(difference);
        }
        return _outcome;
    }

    private void Take(TarSplitRebuild rebuild)
    {
        _outcome.RebuiltDigest = rebuild.Sha256 is null ? null : "sha256:" + rebuild.Sha256;
        _outcome.Bytes += rebuild.Length;
        foreach (TarSplitFault fault in rebuild.Faults)
        {
            EvidencePath path = RecordedName.Of(fault.Member.Name.Bytes).Path;
            if (_differences.TryGetValue(path, out FileDifference? known)
                && (known.Status == CheckStatus.Missing || (known.Aspects & (FileAspects.Kind | FileAspects.Size)) != 0))
                continue; // said better already
            if (fault.Kind == TarSplitFaultKind.Missing)
                continue;
            FileDifference difference = At(path, fault.Member, _names.Find(path));
            if (fault.Kind == TarSplitFaultKind.Unreadable)
                difference.Add(new(FileAspects.Unreadable, "content", "readable", fault.Detail));
            else
                difference.Add(ContentDifference(fault));
        }
        if (rebuild.FaultCount > rebuild.Faults.Count)
            _outcome.Unverifiable = $"{rebuild.FaultCount} files differ, of which only the first {rebuild.Faults.Count} are named";
    }

    private static AspectDifference ContentDifference(TarSplitFault fault) =>
        new(FileAspects.Content, "content", fault.Recorded ?? fault.Detail, fault.Found ?? "another");

    // Called for every member in the tar's order.
    private Stream? Open(TarSplitMember member)
    {
        if (member.Type == (byte)'g')
            return null;
        RecordedName name = RecordedName.Of(member.Name.Bytes);
        _records?.Add(name, member);
        switch (name.Kind)
        {
            case RecordedNameKind.Entry:
                return Entry(name.Path, member);
            case RecordedNameKind.Deletion:
                Deletion(name.Path, member);
                break;
            case RecordedNameKind.Opaque:
                Opaque(name.Path, member);
                break;
            case RecordedNameKind.Bookkeeping:
                See(_names.Find(name.Path));
                break;
            case RecordedNameKind.Escaping:
                _problems.Warn("SF-VERIFY-0002", _layer.Origin,
                    $"the layer's tar names {DisplayText.Escape(member.Name.Bytes)}, which leads out of it; no engine extracts that");
                break;
        }
        return null;
    }

    private Stream? Entry(EvidencePath path, TarSplitMember member)
    {
        int node = _names.Find(path);
        _outcome.Compared++;
        if (node == EvidenceTree.None)
        {
            Missing(path, member);
            return null;
        }
        See(node);
        Compare(path, member, node, isInherited: false);
        if (member.IsHardLink)
        {
            CompareWithTarget(path, member, node);
            ForgetCapability(path, member);
        }
        return member.Size > 0 && _tree[node].Kind == EntryKind.File ? Open(node) : null;
    }

    // Of a file with too many holes only the header is compared.
    private StoredFile Open(int node) => (FileContent.Of(new ViewEntry(_layer, node)) is { } content
        ? content.Layer.Files!.Source.OpenWithin(content.Node, _allowance, _problems)
        : throw new EvidenceFormatException("SF-VIEW-0005", "the layer holds its metadata alone, and no layer below its bytes"))
        ?? throw new EvidenceFormatException(HoleAllowance.Code, "more bytes of holes than are read; --hash-holes reads them all the same");

    private ulong Checksum(int node)
    {
        using StoredFile stream = Open(node);
        return FileChecksum.Of(stream);
    }

    // A link that is a file of its own on disk must still have the bytes of what it was linked to.
    private void CompareWithTarget(EvidencePath path, TarSplitMember member, int node)
    {
        int target = _names.Find(RecordedName.Of(member.HardLinkTarget.Bytes).Path);
        if (target == EvidenceTree.None || _tree.FirstLink(target) == _tree.FirstLink(node) || _tree[node].Kind != EntryKind.File
            || _tree[target].Kind != EntryKind.File)
            return;
        try
        {
            if (_tree[node].Size != _tree[target].Size && (_tree[node].LacksBytes || _tree[target].LacksBytes))
                At(path, member, node).Add(new(FileAspects.Unreadable, "content", "readable", "its bytes are not in the evidence"));
            else if (_tree[node].Size != _tree[target].Size)
                At(path, member, node).Add(new(FileAspects.Size, "size", $"{_tree[target].Size}", $"{_tree[node].Size}"));
            else if (Checksum(target) is var then && Checksum(node) is var now && now != then)
                At(path, member, node).Add(new(FileAspects.Content, "content", $"CRC-64 {then:x16}", $"CRC-64 {now:x16}"));
        }
        catch (EvidenceFormatException e)
        {
            At(path, member, node).Add(new(FileAspects.Unreadable, "content", "readable", DisplayText.Escape(e.Message)));
        }
    }

    private void Compare(EvidencePath path, TarSplitMember member, int node, bool isInherited)
    {
        if (member.Metadata is { } recorded && recorded.Kind != _tree[node].Kind && _tree[node].Kind != EntryKind.Implied
            && _excuses.OtherKind(member) is { } excuse)
            Excuse(path, node, member, excuse);
        else
            _check.Compare(member, node, node == _files.Root, isInherited, difference => At(path, member, node).Add(difference));
    }

    // A second name is linked and then given its owner, and the kernel drops the capability of the file with that: the engine's own doing
    // (docs/engine-traces.md). A link whose header has the capability gets it again.
    private void ForgetCapability(EvidencePath path, TarSplitMember link)
    {
        if (_isBuiltInPlace || link.Metadata?.Xattrs?.Any(x => x.Name == EntryCheck.Capability) == true)
            return;
        foreach (EvidencePath name in (EvidencePath[])[path, RecordedName.Of(link.HardLinkTarget.Bytes).Path])
        {
            if (_differences.TryGetValue(name, out FileDifference? known) && !known.WithoutLostCapability())
                _differences.Remove(name);
        }
    }

    private void Deletion(EvidencePath path, TarSplitMember member)
    {
        if (_files.IsWholeTree)
            return; // what should be gone and is not is found as unrecorded
        int directory = _names.Parent(path);
        if (directory == EvidenceTree.None)
            return;
        ReadOnlySpan<byte> name = LayerNames.Last(path);
        int marker = _files.Marks.FindDeletion(_tree, directory, name);
        if (marker != EvidenceTree.None)
            See(marker);
        else if (_tree.Child(directory, name) != EvidenceTree.None || _names.IsWithinOpaque(directory))
            return;
        else if (_excuses.MissingDeletion(directory) is { } excuse)
            Excuse(path, directory, member, excuse);
        else
            Add(path, CheckStatus.Missing, directory, member).Note = "the mark of its deletion is gone: what the layers below have of this name shows again";
    }

    private void Opaque(EvidencePath path, TarSplitMember member)
    {
        int directory = _names.Find(path);
        if (directory == EvidenceTree.None || _files.IsWholeTree)
            return;
        _opaque.Add(directory);
        if (_files.Marks.IsOpaque(_tree, directory))
            return;
        if (_excuses.MissingOpaque(directory) is { } excuse)
            Excuse(path, directory, member, excuse);
        else
            At(path, member, directory).Add(new(FileAspects.Opaque, "hides what lies below", "yes", "no"));
    }

    private void FindUnrecorded()
    {
        var walk = new UnrecordedEntries(_files, _seen, this);
        walk.Run();
        if (_records is null)
            return;
        foreach ((EvidencePath path, TarSplitMember member) in _records.Inherited())
        {
            if (_names.Find(path) == EvidenceTree.None)
                Missing(path, member);
        }
    }

    /// <inheritdoc/>
    void IUnrecordedJudge.Unrecorded(int node, LayerEntryMeaning meaning)
    {
        switch (meaning)
        {
            case LayerEntryMeaning.Deletion:
                Add(_names.Deleted(node), CheckStatus.Planted, node, null).Note =
                    "a mark of deletion that the layer's tar has not: it hides what the layers below have of this name";
                break;
            case LayerEntryMeaning.OpaqueMarker:
                OpaqueDirectory(_tree[node].Parent);
                break;
            case LayerEntryMeaning.Entry:
                UnrecordedEntry(node);
                break;
        }
    }

    /// <inheritdoc/>
    void IUnrecordedJudge.Directory(int node)
    {
        if (_files.Marks.IsOpaque(_tree, node))
            OpaqueDirectory(node);
    }

    // A tar that was made by comparing trees names every hidden file instead.
    private void OpaqueDirectory(int node)
    {
        if (_isBuiltInPlace || !_opaque.Add(node))
            return;
        At(_names.Of(node), null, node).Add(new(FileAspects.Opaque, "hides what lies below", "no", "yes"));
    }

    private void UnrecordedEntry(int node)
    {
        EvidencePath path = _names.Of(node);
        if (_records is not null)
            Inherited(path, node);
        else if (!_isBuiltInPlace || !CopiedUp.IsUnchanged(_layer, path, node))
            Planted(path, node);
    }

    private void Inherited(EvidencePath path, int node)
    {
        if (_records!.Find(path) is { } member)
        {
            _outcome.Compared++;
            Compare(path, member, node, isInherited: true);
            Content(path, member, node);
        }
        else if (_records.IsComplete || _layer.Parent is null || !CopiedUp.IsUnchanged(_layer, path, node))
        {
            Planted(path, node);
        }
    }

    // Whole trees only: the file is a copy of its own, or another name of one already read.
    private void Content(EvidencePath path, TarSplitMember member, int node)
    {
        if (member.Size == 0 || member.Crc64 is not ulong recorded || _tree[node].Kind != EntryKind.File || _tree[node].Size != member.Size)
            return;
        try
        {
            if (Checksum(node) is var found && found != recorded)
                At(path, member, node).Add(new(FileAspects.Content, "content", $"CRC-64 {recorded:x16}", $"CRC-64 {found:x16}"));
            _outcome.Bytes += member.Size;
        }
        catch (EvidenceFormatException e)
        {
            At(path, member, node).Add(new(FileAspects.Unreadable, "content", "readable", DisplayText.Escape(e.Message)));
        }
    }

    private void Planted(EvidencePath path, int node)
    {
        if (IsImplied(node))
            return;
        if (_excuses.Unrecorded(node) is { } excuse)
            Excuse(path, node, null, excuse);
        else
            Add(path, CheckStatus.Planted, node, null);
    }

    private void Missing(EvidencePath path, TarSplitMember member)
    {
        if (_differences.ContainsKey(path))
            return;
        int nearest = _names.NearestThere(path);
        if (_excuses.Missing(path, member, nearest) is { } excuse)
            Excuse(path, nearest, member, excuse);
        else
            Add(path, CheckStatus.Missing, nearest, member);
    }

    private void Excuse(EvidencePath path, int node, TarSplitMember? member, string why)
    {
        if (!_differences.ContainsKey(path))
            Add(path, CheckStatus.Unverifiable, node, member).Note = why;
    }

    private FileDifference At(EvidencePath path, TarSplitMember? member, int node) =>
        _differences.TryGetValue(path, out FileDifference? known) ? known : Add(path, CheckStatus.Altered, node, member);

    private FileDifference Add(EvidencePath path, CheckStatus status, int node, TarSplitMember? member)
    {
        var difference = new FileDifference(path, status) { Node = node, RecordedModified = member?.Metadata?.Modified };
        _differences[path] = difference;
        return difference;
    }

    // Marks an entry as recorded, and its directories as implied by it where they have no record of their own.
    private void See(int node)
    {
        if (node == EvidenceTree.None)
            return;
        _seen[node] = true;
        for (int at = node; at != _files.Root && !_seen[_tree[at].Parent]; at = _tree[at].Parent)
            _seen[_tree[at].Parent] = true;
    }

    private bool IsImplied(int node) => _tree[node].Kind == EntryKind.Implied;
}

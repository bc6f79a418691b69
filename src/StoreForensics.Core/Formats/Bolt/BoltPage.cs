namespace StoreForensics.Formats.Bolt;

/// <summary>A page of a tree, checked to be one; its elements are not checked yet.</summary>
/// <param name="Id">Page number: its place in the file and, checked, what its header says.</param>
/// <param name="IsLeaf">Leaf, else branch.</param>
/// <param name="Count">Elements as its header says.</param>
/// <param name="Offset">Byte offset of the header.</param>
/// <param name="Length">Bytes of the page that are in the file, header included; less than its full length when the file is cut.</param>
/// <param name="FullLength">Bytes that the page should have, continuation slots included.</param>
internal readonly record struct BoltPage(ulong Id, bool IsLeaf, int Count, int Offset, int Length, long FullLength)
{
    public bool IsCut => Length < FullLength;
}

/// <summary>Why a page number leads to no page of a tree.</summary>
internal enum BoltPageFault
{
    None,
    OutsideFile,
    IdDiffers,
    NotOfATree,
}

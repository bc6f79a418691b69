namespace SampleRecipes.Archive;

/// <summary>What a tar entry is; the values are the type flags of the header.</summary>
internal enum NodeKind
{
    File = '0',
    HardLink = '1',
    Symlink = '2',
    CharDevice = '3',
    Directory = '5',
    Fifo = '6',
}

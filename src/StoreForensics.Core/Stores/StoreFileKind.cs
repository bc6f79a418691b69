namespace StoreForensics.Stores;

/// <summary>What a file is to an engine, as far as its path tells: decides what a compressed evidence sets aside while it is read once.</summary>
internal enum StoreFileKind
{
    /// <summary>The engine's own, or anything that it does not know: needed to tell what there is.</summary>
    Metadata,

    /// <summary>A file of a layer: needed when layers are compared with their records, or searched.</summary>
    LayerFile,

    /// <summary>An image of a file system that a layer is: needed for the names in it.</summary>
    LayerImage,

    /// <summary>A tar that a layer may be, or a blob: needed as a whole only when its files are asked for.</summary>
    LayerTar,

    /// <summary>A volume's file, or a mounted copy of a layer's: needed only when it is asked for.</summary>
    Other,
}

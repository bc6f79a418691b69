namespace StoreForensics.Stores.Carving;

/// <summary>What a piece of unused space is.</summary>
internal enum PieceKind
{
    /// <summary>A container's <c>config.v2.json</c>: it names itself.</summary>
    ContainerConfig,

    /// <summary><c>hostconfig.json</c>: it names nothing.</summary>
    HostConfig,

    /// <summary>Lines of a json-file log: they name nothing.</summary>
    JsonLog,

    /// <summary>An image's configuration: its digest is its name.</summary>
    ImageConfig,

    /// <summary>A manifest or an index: its digest is its name.</summary>
    Manifest,

    /// <summary><c>repositories.json</c>.</summary>
    Repositories,

    /// <summary>An OCI run-time specification.</summary>
    RuntimeSpec,

    /// <summary><c>containers.json</c>, <c>volatile-containers.json</c> of containers/storage.</summary>
    StorageContainers,

    /// <summary>The headers of a layer's tar.</summary>
    TarSplit,
}

/// <summary>Names of kinds.</summary>
internal static class PieceKinds
{
    /// <summary>The file name that engines give it, as an ending.</summary>
    public static string FileName(this PieceKind kind) => kind switch
    {
        PieceKind.ContainerConfig => "config.v2.json",
        PieceKind.HostConfig => "hostconfig.json",
        PieceKind.JsonLog => "json.log",
        PieceKind.ImageConfig => "image.json",
        PieceKind.Manifest => "manifest.json",
        PieceKind.Repositories => "repositories.json",
        PieceKind.RuntimeSpec => "config.json",
        PieceKind.StorageContainers => "containers.json",
        _ => "tar-split.json.gz",
    };
}

using StoreForensics.Formats.GoJson;

namespace StoreForensics.Stores.Images;

/// <summary>Bytes by their digest, wherever an engine keeps them.</summary>
internal interface IImageContent
{
    /// <summary>The blob's file; null when it is not there.</summary>
    int? Find(string? digest);

    /// <summary>A blob that is JSON, parsed once; null when it is not there or, after a problem, no JSON.</summary>
    JsonView? Document(string? digest);
}

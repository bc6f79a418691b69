namespace SampleRecipes.Webshop;

/// <summary>A path of the host seen in a container, or a volume: <paramref name="VolumeId"/> names its record.</summary>
internal sealed record Bind(string VolumeId, string HostPath, string ContainerPath, bool IsVolume = false)
{
    public string Option => HostPath + ":" + ContainerPath;
}

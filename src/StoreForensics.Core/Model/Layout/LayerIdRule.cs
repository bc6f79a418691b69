namespace StoreForensics.Model.Layout;

/// <summary>What a layer's id would be if it was made of its digest and the id of the layer below, as engines that pull a layer do.</summary>
/// <param name="Id">Recomputed. Where the layer has another, it was drawn at random: not every layer's id follows a rule.</param>
public sealed record LayerIdRule(string Id);

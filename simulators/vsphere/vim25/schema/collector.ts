/** What the property collector is asked, and what it answers. Notation: schema.ts. Source: vSphere Web Services API 6.7.1 – documented. */
export const COLLECTOR = `
PropertySpec: type:string all:boolean? pathSet:string[]?
SelectionSpec: name:string?
TraversalSpec < SelectionSpec: type:string path:string skip:boolean? selectSet:SelectionSpec[]?
ObjectSpec: obj:& skip:boolean? selectSet:SelectionSpec[]?
PropertyFilterSpec: propSet:PropertySpec[] objectSet:ObjectSpec[] reportMissingObjectsInResults:boolean?
RetrieveOptions: maxObjects:int?
DynamicProperty: name:string val:any
MissingProperty: path:string fault:LocalizedMethodFault
ObjectContent: obj:& propSet:DynamicProperty[]? missingSet:MissingProperty[]?
RetrieveResult: token:string? objects:ObjectContent[]
PropertyChange: name:string op:PropertyChangeOp val:any?
ObjectUpdate: kind:ObjectUpdateKind obj:& changeSet:PropertyChange[]? missingSet:MissingProperty[]?
MissingObject: obj:& fault:LocalizedMethodFault
PropertyFilterUpdate: filter:&PropertyFilter objectSet:ObjectUpdate[]? missingSet:MissingObject[]?
UpdateSet: version:string filterSet:PropertyFilterUpdate[]? truncated:boolean?
WaitOptions: maxWaitSeconds:int? maxObjectUpdates:int?
KeyValue: key:string value:string
KeyAnyValue: key:string value:any
OptionValue: key:string value:any?
`;

package pace

var awsRows []row
var datastoreRows []row
var kubernetesRows []row
